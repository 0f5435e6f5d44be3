'use client'

import { type MouseEvent, memo, type ReactNode } from 'react'
import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'
import { AccountCell, DayCell, numberOf, shortNumber, What, When } from './event-cells'
import { isCredit, type TimelineLine } from './timeline-line'

type EventLineProps = {
  line: TimelineLine
  zone: string
  selected: boolean
  onSelect: (line: TimelineLine) => void
  /** The day that it stands under. */
  day: string | null
  /** Its heading, on the first rendered line of the day: the lines below it, and the balance. */
  dayRows?: number
  closing?: string | null
  /** Later than the shown moment, or not recorded yet. */
  faded?: boolean
  /** New: highlighted for a moment. */
  arriving?: boolean
  /** Set on the line that the list was opened at: why it is marked. */
  here?: string | null
  /** A rule across the list above this line, in a list of one account. */
  ruleAbove?: ReactNode
  /** Its 1-based index among all lines, when only some are rendered. */
  index?: number
  accounts?: boolean
  money?: boolean
}

/** The height of a line in rem, wide and narrow. Must match the class `entry`. */
export const ROW_REM = { wide: 2.5, narrow: 3.75 } as const

/** The width in rem from which lines are wide; `@4xl` in the classes. */
export const WIDE_REM = 56

const HERE = '@4xl:pl-2 @4xl:shadow-[inset_3px_0_0_var(--accent)]'

/** A shade lighter as a whole; a second shade for minor units would be unreadable. */
const FADED = 'text-soft [&_.minor]:text-inherit'

/** One line of a timeline. Its title links to the event; a click anywhere on it selects it. */
export const EventLine = memo(function EventLine({
  line,
  zone,
  selected,
  day,
  ...props
}: EventLineProps) {
  const { onSelect, faded = false, arriving = false, ruleAbove, index, here = null } = props
  const { accounts = false, money = true, dayRows, closing = null } = props
  const { key, version, by } = line
  function press(event: MouseEvent<HTMLElement>) {
    if (isMeantOtherwise(event)) return
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
        data-here={here === null ? undefined : true}
        className={`group entry ${arriving ? 'animate-arrive' : ''} ${faded ? FADED : ''}`}
      >
        {day !== null && dayRows !== undefined && (
          <DayCell day={day} rows={dayRows} closing={closing} />
        )}
        <th
          scope="row"
          className={`cut order-1 min-w-0 text-left font-normal @4xl:pr-3 ${here === null ? '' : HERE}`}
        >
          <What {...{ line, selected, accounts, zone, here }} />
        </th>
        <td className="hidden truncate pr-3 font-mono text-12 text-soft @4xl:table-cell">
          {accounts ? <Account line={line} /> : (version ?? '·')}
        </td>
        <td className="hidden truncate pr-3 text-12 text-soft @6xl:table-cell" title={by}>
          <UserText>{by}</UserText>
        </td>
        <td className="order-3 min-w-0 truncate text-12 text-soft">
          <When line={line} zone={zone} day={day} starts={dayRows !== undefined} />
          {accounts && (
            <AccountCell
              number={shortNumber(numberOf(line.stream))}
              version={version}
              className="ml-2 @4xl:hidden"
            />
          )}
        </td>
        {money && <MoneyCells line={line} accounts={accounts} />}
      </tr>
    </>
  )
})

function Account({ line: { stream, version } }: { line: TimelineLine }) {
  const number = numberOf(stream)
  return (
    <>
      <AccountCell number={shortNumber(number)} version={version} className="@6xl:hidden" />
      <AccountCell number={number} version={version} className="hidden @6xl:inline" />
    </>
  )
}

/** What it changed, and the balance after it. Its sign says the direction; so does the colour. */
function MoneyCells({ line, accounts }: { line: TimelineLine; accounts: boolean }) {
  const { delta, balance, currency, refused } = line
  const own = accounts && currency !== null ? { currency } : {}
  const look = refused
    ? 'text-soft line-through [&_.minor]:text-inherit'
    : isCredit(line)
      ? 'text-credit'
      : ''
  return (
    <>
      <td className={`order-2 text-right font-medium ${look}`}>
        {delta !== null && <Amount value={delta} signed {...own} />}
      </td>
      <td className="order-4 text-right text-12 @4xl:pr-2 @4xl:text-14">
        {balance !== null ? (
          <Amount value={balance} {...own} />
        ) : refused ? null : (
          <span className="text-faint">no change</span>
        )}
      </td>
    </>
  )
}

/** Spans the columns shown at each width: one more would narrow the others. */
function RuleRow({ children }: { children: ReactNode }) {
  return (
    <tr className="block @4xl:table-row">
      <td colSpan={6} className="block border-amber border-b-2 py-1 text-12 @4xl:table-cell">
        <span className="font-medium text-amber-ink">{children}</span>
      </td>
      <td className="hidden border-amber border-b-2 @6xl:table-cell" aria-hidden />
    </tr>
  )
}

/** Ignores clicks with a modifier key, on another control, or that end a text selection. */
function isMeantOtherwise(event: MouseEvent<HTMLElement>): boolean {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return true
  if (event.defaultPrevented || event.button !== 0) return true
  return (window.getSelection()?.toString() ?? '') !== ''
}
