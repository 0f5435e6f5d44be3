/** The event of the window when the bank answered that nobody is signed in. */
export const UNAUTHORIZED = 'daybook:unauthorized'

/** Tells the page that its session is over. */
export function tellUnauthorized(): void {
  window.dispatchEvent(new Event(UNAUTHORIZED))
}
