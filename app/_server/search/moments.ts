import 'server-only'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { readBound } from '@/app/_time/bounds'
import { wallTime } from '@/app/_time/instant'
import { pathAt } from '@/app/_time/moment-path'
import { type NamedPeriod, readPeriodWords } from '@/app/_time/period-words'
import type { SearchHitJson } from '@/app/_wire/search'
import { type TimelineView, timelinePath } from '@/app/_wire/timeline'
import { accountStream } from '@/domain/bank-account/account-stream'
import { dayInWords } from '@/domain/date-words'
import { type AmountRange, readAmountRange } from '@/domain/money/amount-words'
import { groupAmount } from '@/domain/money/money'
import { symbolOf } from '@/domain/money/own-units'

/** An account whose timeline a search can lead to, by the name that the viewer knows it by. */
export type Place = {
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly openedAt: Date
}

type Asked = {
  readonly viewer: Viewer
  readonly q: string
  /** The account that the viewer is on, or a few of their own. */
  readonly places: readonly Place[]
  readonly zone: string
  readonly now: Date
}

/** The timelines of the days that a search names, and the balances at their end. */
export function findDates({ viewer, q, places, zone, now }: Asked): SearchHitJson[] {
  const today = wallTime(now.toISOString(), zone).date
  return readPeriodWords(q, today).flatMap(({ words, period }) => {
    const view = { from: period.from, to: period.to, zone }
    const end = readBound(period.to, zone, 'end')
    const isOver = end.ok && end.instant < now
    const at = isOver ? end.instant : null
    return [
      ...places.map(({ id, name }) =>
        hit(words, `Events of ${name}`, timelinePath(accountStream(id), view)),
      ),
      ...places
        .filter(({ openedAt }) => at !== null && openedAt <= at)
        .map(({ id, name }) =>
          hit(atTheEndOf(period), `Balance of ${name}`, pathAt(id, at?.toISOString() ?? '', zone)),
        ),
      ...(may(viewer, 'readBank') ? ofBank(words, period, at, zone) : []),
    ]
  })
}

function ofBank(
  words: string,
  period: NamedPeriod['period'],
  at: Date | null,
  zone: string,
): SearchHitJson[] {
  const events = hit(
    words,
    'Events of the whole bank',
    timelinePath(null, { from: period.from, to: period.to, zone }),
  )
  if (at === null) return [events]
  const query = new URLSearchParams({ asOf: at.toISOString(), zone })
  return [
    events,
    hit(atTheEndOf(period), 'Balances of the whole bank', `/bank/at?${query}`),
    hit(atTheEndOf(period), 'Trial balance', `/bank/trial-balance?${query}`),
  ]
}

function atTheEndOf({ to }: NamedPeriod['period']): string {
  return `At the end of ${dayInWords(to)}`
}

/** The timelines with the amounts that a search names. */
export function findAmounts({ viewer, q, places }: Omit<Asked, 'now' | 'zone'>): SearchHitJson[] {
  const range = readAmountRange(q)
  if (range === null) return []
  const { min, max, currency } = range
  const view: Partial<TimelineView> = { min, max }
  const title = rangeInWords(range)
  return [
    ...places
      .filter(place => currency === null || place.currency === currency)
      .map(({ id, name }) =>
        hit(title, `Events of ${name}`, timelinePath(accountStream(id), view)),
      ),
    ...(may(viewer, 'readBank')
      ? [hit(title, 'Events of the whole bank', timelinePath(null, { ...view, currency }))]
      : []),
  ]
}

function rangeInWords({ min, max, currency }: AmountRange): string {
  const unit = currency === null ? '' : ` ${symbolOf(currency)}`
  const text = (bound: string) => groupAmount(bound) + unit
  if (min !== null && min === max) return `Exactly ${text(min)}`
  if (min !== null && max !== null) return `${groupAmount(min)} to ${text(max)}`
  return min === null ? `${text(max ?? '')} or less` : `${text(min)} or more`
}

function hit(title: string, detail: string, href: string): SearchHitJson {
  return { title, detail, href, amount: null }
}
