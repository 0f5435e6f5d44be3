/**
 * How long a session lasts: unused, by whom it is, and in all; and for how long a proof of who it is
 * counts in it. In milliseconds.
 */
export type SessionTimes = {
  readonly idleMs: { readonly staff: number; readonly customer: number }
  readonly lifetimeMs: number
  readonly confirmedMs: number
}

export function readSessionTimes(
  settings: Readonly<Record<string, string | undefined>>,
): SessionTimes
