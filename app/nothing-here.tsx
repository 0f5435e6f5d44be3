import { answerNotFound } from './_server/process/status'
import { ButtonLink } from './_ui/button-link'

/** Shown for an address without a page, and for one that the reader may not see. */
export function NothingHere() {
  answerNotFound()
  return (
    <main id="main" className="column py-8">
      <h1 className="mb-2 font-semibold text-20">Page not found</h1>
      <p className="mb-6 max-w-[60ch] text-soft">
        The link may be incomplete, or you may not have access to this page.
      </p>
      <ButtonLink href="/accounts">Go to accounts</ButtonLink>
    </main>
  )
}
