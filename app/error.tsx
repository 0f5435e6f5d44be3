'use client'

import { Button, ButtonLink } from './_ui/button'

/** Shown when a page failed. */
export default function PageError({ retry }: { retry: () => void }) {
  return (
    <main id="main" className="column-narrow pt-[14vh] pb-16">
      <h1 className="mb-2 font-semibold text-20">This page could not be loaded.</h1>
      <p className="mb-6 text-soft">
        The bank did not answer. Recorded data is safe. Try again; if that fails, come back in a few
        minutes.
      </p>
      <div className="flex gap-2">
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
        <ButtonLink href="/accounts">Go to accounts</ButtonLink>
      </div>
    </main>
  )
}
