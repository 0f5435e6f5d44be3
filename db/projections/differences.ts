/** Something that contradicts the log, or a contradiction inside the log. */
export type Difference = {
  readonly where:
    | 'events'
    | 'snapshots'
    | 'accounts'
    | 'people'
    | 'commands'
    | 'feed'
    | 'outbox'
    | 'daily-flows'
    | 'ledger'
    | 'approvals'
    | 'payment-orders'
    | 'payment-batches'
    | 'case-files'
    | 'payments'
    | 'trial balance'
    | `insights ${string}`
  /** Its subject: the id of a stream, perhaps with a version, or the key of a row. */
  readonly key: string
  /** What was found and what was expected, for the person who investigates it. */
  readonly sentence: string
}

export type Report = (
  where: Difference['where'],
  key: string | readonly [id: string, version: number],
  sentence: string,
) => void

/** The maximum kept of each kind; further ones are counted. */
const KEPT_MAX = 1000

/** Collects any number of differences in bounded memory. */
export function collectDifferences() {
  const kept: Difference[] = []
  const counts = new Map<Difference['where'], number>()
  const report: Report = (where, key, sentence) => {
    const count = (counts.get(where) ?? 0) + 1
    counts.set(where, count)
    if (count > KEPT_MAX) return
    kept.push({ where, key: typeof key === 'string' ? key : key.join(' '), sentence })
  }
  return {
    report,
    /** The differences; the last of a kind with too many says how many more there are. */
    all(): Difference[] {
      const more = [...counts].filter(([, count]) => count > KEPT_MAX)
      return [
        ...kept,
        ...more.map(([where, count]) => ({
          where,
          key: 'and more',
          sentence: `${count - KEPT_MAX} more like these were found and are not listed.`,
        })),
      ]
    },
  }
}

type Row = Readonly<Record<string, unknown>>

/** How a row differs from the expected one, as a sentence; null when they are equal. */
export function compareRows(what: string, found: Row | null, expected: Row | null): string | null {
  if (expected === null) return found === null ? null : `${what} is there, but not in the log.`
  if (found === null) return `${what} is missing.`
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])]
  const other = names.filter(name => shown(found[name]) !== shown(expected[name]))
  if (other.length === 0) return null
  const parts = other.map(
    name => `${name} is ${shown(found[name])}, by the log ${shown(expected[name])}`,
  )
  return `${what} differs: ${parts.join('; ')}.`
}

/** A value in a sentence; values with the same text are equal, in whatever order their fields are. */
export function shown(value: unknown): string {
  if (value === undefined) return 'absent'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'none' : value.toISOString()
  if (typeof value === 'bigint') return String(value)
  return JSON.stringify(value, (_, part) => (isObject(part) ? sorted(part) : part))
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(fields: Row): Row {
  return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
