import 'server-only'

/** A process and its database may differ by this much: more is a clock that is set wrong. */
const SKEW_MS_MAX = 10_000

/** What is wrong with the clock of this process, compared with the database's; null if nothing is. */
export function clockFault(databaseMs: number, nowMs = Date.now()): string | null {
  const skewMs = nowMs - databaseMs
  if (Math.abs(skewMs) <= SKEW_MS_MAX) return null
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  const direction = skewMs > 0 ? 'ahead of' : 'behind'
  return `This server’s clock is ${seconds} s ${direction} the database’s.`
}
