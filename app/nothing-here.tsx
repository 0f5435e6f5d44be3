import { answerNotFound } from './_server/process/status'
import { ButtonLink } from './_ui/button'

/** In place of a page whose address leads nowhere, or to what the reader may not see. */
export function NothingHere() {
  answerNotFound()
  return (
    <main id="main" className="column py-8">
      <h1 className="mb-2 font-semibold text-20">There is nothing at this address.</h1>
      <p className="mb-6 max-w-[60ch] text-soft">
        The link may be cut off, or it leads to something that is not yours to see. The accounts are
        where they were.
      </p>
      <ButtonLink href="/accounts">Go to the accounts</ButtonLink>
    </main>
  )
}
