import { wallTime } from '@/app/_time/instant'
import { happenedOn } from '@/app/_time/written'
import type { EventJson, TimelineItem } from '@/app/_wire/types'
import { formatAmount, parseAmount } from '@/domain/money/money'

/** The rendered lines of one day, below one heading. */
export type DayGroup = {
  /** `2026-06-30` */
  readonly day: string
  /** How many rendered lines it spans. */
  readonly rows: number
  /** The balance at the end of the day, as known now; null when it isn't known here. */
  readonly closing: string | null
}

/** A late entry, which changes the closing balance of its day and of those since. */
export type LateChange = { readonly version: number; readonly day: string; readonly change: string }

export type DayList = {
  readonly zone: string
  /** The clock of the headings. */
  readonly clock: 'occurred' | 'recorded'
  readonly order: 'asc' | 'desc'
  /**
   * In a list of every event of one account: its late entries with money, since only such a list
   * has closing balances. Null: any other list, or too many of them.
   */
  readonly lates: readonly LateChange[] | null
  /** Whether the list has every event of one stream. */
  readonly whole: boolean
}

type Money = NonNullable<EventJson['money']>

type Lines = {
  /** How many lines the list has. */
  readonly count: number
  readonly first: number
  readonly last: number
  readonly itemAt: (index: number) => TimelineItem | undefined
}

/** The most lines that are looked through for the end of a day, or for an older neighbour. */
const LOOK_MAX = 200

/** The groups of the rendered lines, each by the index of its first one. */
export function dayGroups(lines: Lines, list: DayList): ReadonlyMap<number, DayGroup> {
  const groups = new Map<number, DayGroup>()
  let start = -1
  for (let index = lines.first; index <= lines.last; index++) {
    const day = lines.itemAt(index) && dayAt(index, lines, list)
    const open = groups.get(start)
    if (!day) start = -1
    else if (open?.day === day) groups.set(start, { ...open, rows: open.rows + 1 })
    else {
      start = index
      groups.set(start, { day, rows: 1, closing: closingOf(index, day, lines, list) })
    }
  }
  return groups
}

/** The day of an item by its own clocks. */
export function dayOf(item: TimelineItem, { zone, clock }: Pick<DayList, 'zone' | 'clock'>) {
  if ('refused' in item) return wallTime(item.at, zone).date
  return clock === 'recorded' ? wallTime(item.createdAt, zone).date : happenedOn(item, zone)
}

/**
 * The day under which a line stands. In a whole list a late entry opens no day of its own: it stays
 * with the entry recorded before it, so that each day has one heading.
 */
function dayAt(index: number, { itemAt }: Lines, list: DayList): string | null {
  const older = list.order === 'desc' ? 1 : -1
  for (let step = 0; step <= LOOK_MAX; step++) {
    const item = itemAt(index + step * older)
    if (!item) break
    if (!list.whole || 'refused' in item || !item.late) return dayOf(item, list)
  }
  const own = itemAt(index)
  return own ? dayOf(own, list) : null
}

/** The balance after the day's last entry, and after every entry for it that was recorded later. */
function closingOf(index: number, day: string, lines: Lines, list: DayList): string | null {
  if (list.lates === null) return null
  const newer = list.order === 'desc' ? -1 : 1
  let last = index
  for (let step = 0; step <= LOOK_MAX; step++) {
    const next = last + newer
    const isEnd = next < 0 || next >= lines.count
    if (!isEnd && !lines.itemAt(next)) return null
    if (isEnd || dayAt(next, lines, list) !== day) {
      return balanceAfter(last, day, lines, list)
    }
    last = next
  }
  return null
}

function balanceAfter(last: number, day: string, { itemAt }: Lines, list: DayList): string | null {
  const older = list.order === 'desc' ? 1 : -1
  const end = itemAt(last)
  if (!end || 'refused' in end || list.lates === null) return null
  const later = list.lates.filter(late => late.version > end.version && late.day <= day)
  for (let step = 0; step <= LOOK_MAX; step++) {
    const item = itemAt(last + step * older)
    if (!item || 'refused' in item) return null
    if (item.money) return sumOf(item.money, later)
  }
  return null
}

function sumOf({ balance, currency }: Money, later: readonly LateChange[]): string {
  if (later.length === 0) return balance
  const minor = (text: string) => {
    const read = parseAmount(text, currency)
    if (!read.ok) throw new Error(`An event has the amount ${text}`)
    return read.minor
  }
  return formatAmount(
    later.reduce((sum, { change }) => sum + minor(change), minor(balance)),
    currency,
  )
}

/** The late entries among events that are all of the newest of a stream. */
export function lateChanges(events: readonly EventJson[], zone: string): LateChange[] {
  return events.flatMap(event =>
    event.late && event.money
      ? [{ version: event.version, day: happenedOn(event, zone), change: event.money.change }]
      : [],
  )
}
