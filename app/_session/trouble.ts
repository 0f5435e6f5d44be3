/** The window's event that tells why the bank can't be read (`detail`, a sentence), or '' again. */
export const TROUBLE = 'daybook:trouble'

/** The window's event that the bank was restored from a backup since the page was rendered. */
export const RESTORED = 'daybook:restored'

export function tellTrouble(sentence: string): void {
  window.dispatchEvent(new CustomEvent(TROUBLE, { detail: sentence }))
}

export function tellEpoch(now: string): void {
  if (isOtherEpoch(now)) window.dispatchEvent(new Event(RESTORED))
}

/** Whether the bank is in another epoch than when the page was rendered. */
export function isOtherEpoch(now: string): boolean {
  const { epoch } = document.body.dataset
  return epoch !== undefined && now !== epoch
}
