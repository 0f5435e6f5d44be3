import 'server-only'
import { type Period, stepPeriod } from '@/app/_time/period'
import type { TimelineView } from '@/app/_wire/timeline'

/**
 * The name of an exported file, for a person: whose list it is and of what period, such as
 * `daybook-5492-2026-10.csv`.
 * @param who the last digits of the account; null for the whole bank
 * @param today a day of the view's zone, up to which a list without a period goes
 */
export function exportName(
  who: string | null,
  { from, to }: Pick<TimelineView, 'from' | 'to'>,
  today: string,
): string {
  return ['daybook', who, periodPart(dayIn(from), dayIn(to), today)]
    .filter(part => part !== null)
    .join('-')
}

function periodPart(from: string | null, to: string | null, today: string): string {
  if (from !== null && to !== null) return periodName({ from, to })
  if (from !== null) return `from-${from}`
  return `to-${to ?? today}`
}

function periodName(period: Period): string {
  const { from, to } = period
  switch (stepPeriod(period, 1)?.unit ?? stepPeriod(period, -1)?.unit) {
    case 'day':
      return from
    case 'month':
      return from.slice(0, 7)
    case 'quarter':
      return `${from.slice(0, 4)}-Q${Math.ceil(Number(from.slice(5, 7)) / 3)}`
    case 'year':
      return from.slice(0, 4)
    default:
      return `${from}-to-${to}`
  }
}

/** The day of a bound, which may have a time. */
function dayIn(bound: string | null): string | null {
  return bound === null ? null : bound.slice(0, 10)
}
