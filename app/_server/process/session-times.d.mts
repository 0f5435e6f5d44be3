/** How long a session lasts: unused, by whom it is, and in all; in milliseconds. */
export type SessionTimes = {
  readonly idleMs: { readonly staff: number; readonly customer: number }
  readonly lifetimeMs: number
}

export function readSessionTimes(
  settings: Readonly<Record<string, string | undefined>>,
): SessionTimes
