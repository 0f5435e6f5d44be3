/** Which events the archive takes; each must also be behind a snapshot of its stream. */
export type Retention = {
  /** Events recorded before this instant. */
  readonly before: Date
  /** The same for the streams of closed accounts. */
  readonly closedBefore: Date
}

/** In days; `closedDays` for closed accounts. */
export type RetentionDays = { readonly days: number; readonly closedDays: number }

/** The age that forecasts assume without a setting. */
export const ARCHIVE_AFTER_DAYS = 400
/** Events of the last weeks are read all the time. */
const DAYS_MIN = 30
const DAY_MS = 86_400_000

type Settings = Readonly<Record<string, string | undefined>>

/**
 * `DAYBOOK_ARCHIVE_AFTER_DAYS` and `DAYBOOK_ARCHIVE_CLOSED_AFTER_DAYS`; null when neither is set:
 * nothing is archived without a decision.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function retentionDays(settings: Settings = process.env): RetentionDays | null {
  const days = daysIn(settings, 'DAYBOOK_ARCHIVE_AFTER_DAYS')
  const closedDays = daysIn(settings, 'DAYBOOK_ARCHIVE_CLOSED_AFTER_DAYS')
  if (days === null && closedDays === null) return null
  const never = Number.POSITIVE_INFINITY
  return { days: days ?? never, closedDays: Math.min(closedDays ?? never, days ?? never) }
}

function daysIn(settings: Settings, name: string): number | null {
  const text = settings[name] ?? ''
  if (text === '') return null
  const days = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (days >= DAYS_MIN) return days
  throw new Error(`${name} is “${text}”. It must be a whole number of days, ${DAYS_MIN} or more.`)
}

/** Before the first event of every bank. */
const NEVER = new Date(0)

export function retentionAt(now: Date, { days, closedDays }: RetentionDays): Retention {
  const since = (count: number) =>
    Number.isFinite(count) ? new Date(now.getTime() - count * DAY_MS) : NEVER
  return { before: since(days), closedBefore: since(closedDays) }
}
