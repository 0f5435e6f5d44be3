import type { ReactNode } from 'react'
import { exactTime, wallTime } from '@/app/_time/instant'
import { timeInWords } from '@/app/_time/written'
import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'
import { attemptPath, eventPath, isAccount } from '@/app/_wire/stream-path'
import { dayInWords } from '@/domain/date-words'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { accountNumber } from '@/domain/money/account-number'
import type { DayGroup } from './day-groups'
import type { TimelineLine } from './timeline-line'

type DayCellProps = Pick<DayGroup, 'day' | 'rows' | 'closing'>

/** The heading of a day beside its lines; it stays in sight while they scroll by. */
export function DayCell({ day, rows, closing }: DayCellProps) {
  return (
    <th
      scope="rowgroup"
      rowSpan={rows}
      className="hidden bg-paper pr-3 text-left align-top @4xl:table-cell"
    >
      <div className={`sticky top-9 ${closing === null ? 'pt-3' : 'pt-1'}`}>
        <time dateTime={day} className="block truncate text-12 font-semibold">
          {dayInWords(day)}
        </time>
        {closing !== null && (
          <span
            title="Balance at the end of the day, late entries included"
            className="block truncate font-normal text-12 text-soft [&_.minor]:text-inherit"
          >
            closing <Amount value={closing} />
          </span>
        )}
      </div>
    </th>
  )
}

type WhenProps = {
  line: TimelineLine
  zone: string
  /** The day of the heading beside it. */
  day: string | null
  /** Whether the line is the first of its day. */
  starts: boolean
}

/** The time of a line; its date too where no heading of that day stands beside it. */
export function When({ line: { at, on }, zone, day, starts }: WhenProps) {
  if (at === null) return <>Recording…</>
  const { date, time } = wallTime(at, zone)
  const own = on ?? date
  const isToday = own === day
  const words = dayInWords(own)
  const clock = on ? null : time.slice(0, 5)
  const strong = starts ? '@max-4xl:font-semibold @max-4xl:text-ink' : undefined
  return (
    <time dateTime={on ?? at} title={on ? undefined : exactTime(at, zone)}>
      {isToday ? (
        <span className={`@4xl:hidden ${strong ?? ''}`}>{clock ? `${words}, ` : words}</span>
      ) : strong ? (
        <span className={strong}>{words}</span>
      ) : (
        words
      )}
      {isToday ? clock : clock && <span className="@4xl:hidden">{`, ${clock}`}</span>}
    </time>
  )
}

/** A stream's short identifier; for an account, its number. */
export function numberOf(stream: StreamRef): string {
  return isAccount(stream) ? accountNumber(stream.id) : stream.id
}

/** The last digits of it, by which people tell accounts apart. */
export function shortNumber(number: string): string {
  return `…${number.slice(-4)}`
}

type AccountCellProps = { number: string; className: string; version: number | null }

/** Which event of which account a line is; the versions of different accounts don't compare. */
export function AccountCell({ number, className, version }: AccountCellProps) {
  return (
    <span
      title={version === null ? number : `Event ${version} of ${number}`}
      className={`font-mono ${className}`}
    >
      {number}
    </span>
  )
}

type WhatProps = {
  line: TimelineLine
  selected: boolean
  accounts: boolean
  zone: string
  /** Set on the line that the list was opened at. */
  here: string | null
}

/** Who or what, as the link to the event; then its tags, and what else there is to say. */
export function What({ line, selected, accounts, zone, here }: WhatProps) {
  const { stream, title, rest, recordedLateAt, refused, reverses, reversedBy } = line
  return (
    <div className="flex items-baseline">
      <a
        href={pathOf(line)}
        aria-label={labelOf(line, accounts)}
        aria-current={selected || undefined}
        className={`truncate rounded-sm font-semibold underline-offset-4 group-hover:underline ${refused ? 'text-red-ink' : ''}`}
      >
        <UserText>{title}</UserText>
      </a>
      {here !== null && <Tag title={here}>here</Tag>}
      {recordedLateAt !== null && (
        <Tag title={`Recorded late, on ${timeInWords(recordedLateAt, zone)}`}>late</Tag>
      )}
      {reverses !== null && <Tie href={eventPath(stream, reverses)}>{`of event ${reverses}`}</Tie>}
      {reversedBy !== null && (
        <Tie href={eventPath(stream, reversedBy)}>{`reversed by ${reversedBy}`}</Tie>
      )}
      {rest.length > 0 && (
        <span
          title={rest.join(refused ? ' ' : ' · ')}
          className={`min-w-0 flex-1 truncate pl-2 text-12 ${refused ? 'text-red-ink' : 'text-soft'}`}
        >
          {rest.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never move
            <span key={index}>
              {index > 0 && (refused ? ' ' : ' · ')}
              <UserText>{part}</UserText>
            </span>
          ))}
        </span>
      )}
    </div>
  )
}

/** The permalink of a line. */
export function pathOf({ stream, version, attempt }: TimelineLine): string {
  return version === null ? attemptPath(stream, attempt ?? '') : eventPath(stream, version)
}

function labelOf({ stream, version, title, word }: TimelineLine, accounts: boolean): string {
  if (version === null) return title
  const of = accounts ? ` of ${shortNumber(numberOf(stream))}` : ''
  return `Event ${version}${of}, ${title}${title === word ? '' : `, ${word}`}`
}

const TAG = 'ml-2 shrink-0 rounded-sm border border-rule-strong px-1 text-12 text-soft'

function Tag({ title, children }: { title: string; children: ReactNode }) {
  return (
    <span title={title} className={TAG}>
      {children}
    </span>
  )
}

/** Links to the other one of an entry and its reversal. */
function Tie({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      onClick={event => event.stopPropagation()}
      className={`${TAG} underline-offset-2 hover:text-ink hover:underline`}
    >
      {children}
    </a>
  )
}
