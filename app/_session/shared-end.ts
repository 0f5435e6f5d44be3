/**
 * When the session of this browser ends unless somebody uses it, by this browser's clock. All tabs
 * share it, so that work in one keeps the others from ending the session: also a tab that the
 * browser had put to sleep reads what is true now.
 */
export type SharedEnd = {
  readonly userId: string
  readonly endsAtMs: number
  /** When the bank last heard of use. */
  readonly toldAtMs: number
}

const KEY = 'daybook-session'

let own: SharedEnd | null = null

export function keepEnd(end: SharedEnd): void {
  own = end
  try {
    localStorage.setItem(KEY, JSON.stringify(end))
  } catch {
    // Without storage each tab keeps its own.
  }
}

export function sharedEnd(): SharedEnd | null {
  try {
    const text = localStorage.getItem(KEY)
    const read: Partial<SharedEnd> = text === null ? {} : JSON.parse(text)
    const { userId, endsAtMs, toldAtMs } = read
    if (userId !== undefined && endsAtMs !== undefined && toldAtMs !== undefined) {
      return { userId, endsAtMs, toldAtMs }
    }
  } catch {
    // Not readable: as without storage.
  }
  return own
}
