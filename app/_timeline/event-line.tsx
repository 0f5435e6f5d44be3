'use client'

import { type MouseEvent, memo, type ReactNode } from 'react'
import { Amount } from '@/app/_ui/amount'
import { Time } from '@/app/_ui/time'
import { eventPath, isAccount } from '@/app/_wire/stream-path'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { accountNumber } from '@/domain/money/account-number'
import type { TimelineLine } from './timeline-line'

type EventLineProps = {
  line: TimelineLine
  zone: string
  selected: boolean
  onSelect: (line: TimelineLine) => void
  /** Later than the shown moment, or not recorded yet. */
  faded?: boolean
  /** New: highlighted for a moment. */
  arriving?: boolean
  /** A rule across the list above this line, in a list of one account. */
  ruleAbove?: ReactNode
  /** Its 1-based index among all lines, when only some are rendered. */
  index?: number
  accounts?: boolean
  money?: boolean
}

/** The height of a line in rem, wide and narrow. Must match `ROW`. */
export const ROW_REM = { wide: 2.5, narrow: 3.75 } as const

const ROW = `group cursor-default border-rule border-b align-middle scroll-my-24
  grid h-15 grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 overflow-hidden px-1
  @2xl:table-row @2xl:h-10 @2xl:[&>*]:h-10 @2xl:[&>*]:border-rule @2xl:[&>*]:border-b
  hover:bg-sunken data-selected:bg-accent-wash`

/** A shade lighter as a whole; a second shade for minor units would be unreadable. */
const FADED = 'text-soft [&_.minor]:text-inherit'

/** One line of a timeline. Its word links to the event; a click anywhere on it selects it. */
export const EventLine = memo(function EventLine({
  line,
  zone,
  selected,
  ...props
}: EventLineProps) {
  const { onSelect, faded = false, arriving = false, ruleAbove, index } = props
  const { accounts = false, money = true } = props
  const { key, version, at, delta, balance, currency, by } = line
  const own = accounts ? currency : null
  const number = accounts ? numberOf(line.stream) : null
  function press(event: MouseEvent<HTMLElement>) {
    if (version === null || isMeantOtherwise(event)) return
    event.preventDefault()
    onSelect(line)
  }
  return (
    <>
      {ruleAbove !== undefined && <RuleRow>{ruleAbove}</RuleRow>}
      <tr
        onClick={press}
        data-entry={key}
        aria-rowindex={index === undefined ? undefined : index + 1}
        data-selected={selected || undefined}
        className={`${ROW} ${arriving ? 'animate-arrive' : ''} ${faded ? FADED : ''}`}
      >
        <th
          scope="row"
          className="hidden text-left font-mono font-normal text-12 text-soft @2xl:table-cell"
        >
          {version ?? '·'}
        </th>
        <td className="order-3 min-w-0 truncate text-12 text-soft">
          {at === null ? 'Recording…' : <Time instant={at} zone={zone} />}
          {number && <Account number={number} short className="ml-2 @2xl:hidden" />}
        </td>
        <td className="cut order-1 min-w-0 @2xl:pr-3">
          <What line={line} selected={selected} />
        </td>
        {number && (
          <td className="hidden truncate pr-3 text-12 text-soft @2xl:table-cell">
            <Account number={number} short className="@4xl:hidden" />
            <Account number={number} className="hidden @4xl:inline" />
          </td>
        )}
        <td className="hidden truncate pr-3 text-12 text-soft @4xl:table-cell" title={by}>
          {by}
        </td>
        {money && (
          <>
            <td className={`order-2 text-right ${line.refused ? 'text-soft line-through' : ''}`}>
              {delta !== null && <Amount value={delta} signed {...(own && { currency: own })} />}
            </td>
            <td className="order-4 text-right text-12 @2xl:pr-2 @2xl:text-14">
              {balance === null ? (
                <span className="text-faint">no change</span>
              ) : (
                <Amount value={balance} {...(own && { currency: own })} />
              )}
            </td>
          </>
        )}
      </tr>
    </>
  )
})

/** A stream's short identifier; for an account, its number. */
function numberOf(stream: StreamRef): string {
  return isAccount(stream) ? accountNumber(stream.id) : stream.id
}

type AccountProps = { number: string; short?: boolean; className: string }

/** The account's number, or its last digits when narrow. */
function Account({ number, short = false, className }: AccountProps) {
  return (
    <span title={number} className={`font-mono ${className}`}>
      {short ? `…${number.slice(-4)}` : number}
    </span>
  )
}

function What({ line, selected }: { line: TimelineLine; selected: boolean }) {
  const { stream, version, word, detail, recordedLateAt, refused } = line
  return (
    <>
      {version === null ? (
        <span className={refused ? 'font-medium text-red-ink' : ''}>{word}</span>
      ) : (
        <a
          href={eventPath(stream, version)}
          aria-label={`Event ${version}, ${word}`}
          aria-current={selected || undefined}
          className="rounded-sm font-medium underline-offset-4 group-hover:underline"
        >
          {word}
        </a>
      )}
      {recordedLateAt !== null && (
        <span
          title={`Recorded late, on ${recordedLateAt}`}
          className="ml-2 rounded-sm border border-rule-strong px-1 text-12 text-soft"
        >
          late
        </span>
      )}
      {detail && (
        <span title={detail} className={`pl-2 text-12 ${refused ? 'text-red-ink' : 'text-soft'}`}>
          {detail}
        </span>
      )}
    </>
  )
}

/** Spans the columns shown at each width: one more would narrow the others. */
function RuleRow({ children }: { children: ReactNode }) {
  return (
    <tr className="block @2xl:table-row">
      <td colSpan={5} className="block border-amber border-b-2 py-1 text-12 @2xl:table-cell">
        <span className="font-medium text-amber-ink">{children}</span>
      </td>
      <td className="hidden border-amber border-b-2 @4xl:table-cell" aria-hidden />
    </tr>
  )
}

/** Ignores clicks with a modifier key, on another control, or that end a text selection. */
function isMeantOtherwise(event: MouseEvent<HTMLElement>): boolean {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return true
  if (event.defaultPrevented || event.button !== 0) return true
  return (window.getSelection()?.toString() ?? '') !== ''
}
