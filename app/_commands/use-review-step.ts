import { useEffect, useLayoutEffect, useState } from 'react'

/**
 * Gives a review an entry in the browser's history, so that its Back button leads to the form as it
 * was filled in.
 */
export function useReviewStep(state: { readonly review: unknown }) {
  const [opened] = useState(state)
  const [left, setLeft] = useState<unknown>(null)
  const [hasScripts, setHasScripts] = useState(false)
  useEffect(() => setHasScripts(true), [])
  // Before the review is seen, or Back pressed at once would leave the form.
  useLayoutEffect(() => {
    if (state.review === null) {
      // The form again, after an answer that stays on the page.
      if (isReviewShown() && state !== opened)
        window.history.replaceState(null, '', window.location.pathname)
      return
    }
    if (!isReviewShown()) window.history.pushState(null, '', '?step=review')
    const onPop = () => setLeft(isReviewShown() ? null : state)
    window.addEventListener('popstate', onPop)
    return () => window.removeEventListener('popstate', onPop)
  }, [state, opened])
  return {
    isReviewed: state.review !== null && left !== state,
    /** Goes back to the form; null without scripts, when a button posts it. */
    leave: hasScripts ? () => window.history.back() : null,
  }
}

function isReviewShown(): boolean {
  return window.location.search === '?step=review'
}
