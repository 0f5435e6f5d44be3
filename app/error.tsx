'use client'

import { Button, buttonClasses } from './_ui/button'

/**
 * Shown when a page failed. The digest of an error is a sentence if the database was in trouble
 * (`app/_server/process/deadlines.ts`), and otherwise a number of Next.js.
 */
export default function PageError({
  error,
  retry,
}: {
  error: { digest?: string }
  retry: () => void
}) {
  return (
    <main id="main" className="column-narrow pt-[14vh] pb-16">
      <h1 className="mb-2 font-semibold text-20">This page could not be loaded.</h1>
      <p className="mb-6 text-soft">
        {error.digest?.includes(' ') ? error.digest : 'The bank did not answer. Try again.'}{' '}
        Recorded data is safe.
      </p>
      <div className="flex gap-2">
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
        {/* A whole new page: what failed here stays behind. */}
        <a href="/accounts" className={buttonClasses('quiet')}>
          Go to accounts
        </a>
      </div>
    </main>
  )
}
