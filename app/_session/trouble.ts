/** The window's event that tells why the bank can't be read (`detail`, a sentence), or '' again. */
export const TROUBLE = 'daybook:trouble'

/** The window's event that the bank was restored from a backup since the page was rendered. */
export const RESTORED = 'daybook:restored'

export function tellTrouble(sentence: string): void {
  window.dispatchEvent(new CustomEvent(TROUBLE, { detail: sentence }))
}

/** Compares the epoch of the bank with that of the page. */
export function tellEpoch(now: string): void {
  const { epoch } = document.body.dataset
  if (epoch !== undefined && epoch !== now) window.dispatchEvent(new Event(RESTORED))
}
