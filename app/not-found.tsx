import { ButtonLink } from './_ui/button-link'
import { Wordmark } from './_ui/wordmark'

export default function NotFound() {
  return (
    <main id="main" className="column-narrow pt-[14vh] pb-16">
      <Wordmark />
      <h1 className="mt-8 mb-2 font-semibold text-20">Page not found</h1>
      <p className="mb-6 text-soft">The link may be incomplete, or the page may have moved.</p>
      <ButtonLink href="/accounts">Go to accounts</ButtonLink>
    </main>
  )
}
