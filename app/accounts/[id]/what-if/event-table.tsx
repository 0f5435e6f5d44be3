'use client'

import { Amount } from '@/app/_ui/amount'
import { Button } from '@/app/_ui/button'
import { headlineOf } from '@/app/_ui/event-words'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { sentenceFor } from '@/domain/bank-account/sentences'
import type { WhatIfStep } from '@/domain/bank-account/what-if/what-if'
import { formatAmount } from '@/domain/money/money'
import type { Asked } from './asked'
import type { Known } from './events-query'
import type { Result } from './use-what-if'

/** The lines of one page of the table. */
const LINES = 25

type EventTableProps = {
  result: Result
  known: readonly Known[]
  zone: string
  currency: string
  at: number
  select: (version: number) => void
  without: Asked['without']
  leaveOut: (asked: Pick<Asked, 'without'>) => void
}

/** The events around the chosen one, newest first, each with both balances and a box to leave it out. */
export function EventTable({
  result,
  known,
  zone,
  currency,
  at,
  select,
  ...props
}: EventTableProps) {
  const { without, leaveOut } = props
  const newest = result.steps.length
  const page = Math.floor((newest - at) / LINES)
  const top = newest - page * LINES
  const bottom = Math.max(top - LINES + 1, 1)
  const shown = result.steps.slice(bottom - 1, top).toReversed()
  function tick(version: number, isOut: boolean) {
    const others = without.filter(one => one !== version)
    leaveOut({ without: isOut ? [...others, version].toSorted((a, b) => a - b) : others })
  }
  return (
    <section aria-labelledby="events" className="mt-10">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 id="events" className="font-medium text-16">
          Events
        </h3>
        <p className="text-12 text-faint">{`${bottom} to ${top} of ${newest}, newest first. Tick what did not happen.`}</p>
        <div className="ml-auto flex gap-2">
          <Button pending={top >= newest} onClick={() => select(Math.min(top + LINES, newest))}>
            Newer
          </Button>
          <Button pending={bottom <= 1} onClick={() => select(bottom - 1)}>
            Older
          </Button>
        </div>
      </div>
      <table className="mt-2 block w-full sm:table">
        <caption className="sr-only">Events with both balances</caption>
        <thead className="sr-only sm:not-sr-only sm:table-header-group">
          <tr className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
            <th scope="col" className="whitespace-nowrap pr-4">
              Leave out
            </th>
            <th scope="col">{`Effective, ${zone}`}</th>
            <th scope="col">Event</th>
            <th scope="col" className="text-right">
              Amount
            </th>
            <th scope="col" className="whitespace-nowrap pl-6 text-right">
              As recorded
            </th>
            <th scope="col" className="whitespace-nowrap pl-6 text-right">
              What if
            </th>
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {shown.map(step => {
            const event = known[step.version - 1]
            return (
              event && (
                <Line
                  key={step.version}
                  {...{ step, event, zone, currency, tick }}
                  isOut={without.includes(step.version)}
                  isChosen={step.version === at}
                />
              )
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

type LineProps = {
  step: WhatIfStep
  event: Known
  zone: string
  currency: string
  isOut: boolean
  isChosen: boolean
  tick: (version: number, isOut: boolean) => void
}

const ROW = `border-rule border-b align-baseline grid grid-cols-[2.75rem_minmax(0,1fr)_auto] gap-x-2
  py-2 sm:table-row [&>*]:sm:py-1.5`

function Line({ step, event: { json }, zone, currency, isOut, isChosen, tick }: LineProps) {
  const { version, outcome, recorded, whatIf } = step
  const { title, rest } = headlineOf(json)
  const text = (minor: bigint) => formatAmount(minor, currency)
  const isGone = outcome.kind === 'left-out' || outcome.kind === 'refused'
  return (
    <tr className={`${ROW} ${isChosen ? 'shadow-[inset_3px_0_0_var(--accent)]' : ''}`}>
      <th scope="row" className="row-span-3 text-left font-normal sm:whitespace-nowrap sm:pr-4">
        <label className="target inline-flex items-center gap-2 font-mono text-12 text-soft">
          <input
            type="checkbox"
            aria-label={`Leave out event ${version}`}
            checked={isOut}
            disabled={version === 1}
            onChange={change => tick(version, change.currentTarget.checked)}
            className="size-4 accent-accent disabled:opacity-40"
          />
          {version}
        </label>
      </th>
      <td className="order-4 text-12 text-soft sm:whitespace-nowrap sm:pr-4">
        <Time instant={json.occurredAt} on={json.occurredOn} zone={zone} />
      </td>
      <td className="order-1 min-w-0 break-words sm:w-full sm:pr-4">
        <span className={`font-medium ${isGone ? 'line-through' : ''}`}>
          <UserText>{title}</UserText>
        </span>
        {rest.map(part => (
          <span key={part} className="pl-2 text-12 text-soft">
            <UserText>{part}</UserText>
          </span>
        ))}
        <Became outcome={outcome} zone={zone} />
      </td>
      <td className="order-2 text-right">
        {json.money && (
          <Amount value={json.money.change} signed className={isGone ? 'line-through' : ''} />
        )}
      </td>
      <td className="order-5 text-right text-12 text-soft sm:pl-6 sm:text-14">
        <span className="sm:hidden">recorded </span>
        <Amount value={text(recorded)} />
      </td>
      <td className="order-6 col-span-2 col-start-2 text-right text-12 sm:pl-6 sm:text-14">
        <span className="sm:hidden">what if </span>
        <Amount
          value={text(whatIf)}
          className={whatIf === recorded ? 'text-soft' : 'font-medium'}
        />
      </td>
    </tr>
  )
}

/** What became of an event, where that is not what happened. */
function Became({ outcome, zone }: { outcome: WhatIfStep['outcome']; zone: string }) {
  if (outcome.kind === 'refused') {
    return <span className="block text-12 text-red-ink">{sentenceFor(outcome.refusal, zone)}</span>
  }
  const words = WORDS[outcome.kind]
  return words === null ? null : <span className="block text-12 text-soft">{words}</span>
}

const WORDS = {
  accepted: null,
  'left-out': 'Left out',
  unchanged: 'Without effect: there is no such hold.',
  kept: 'Kept as recorded: imported, or not explained by today’s rules.',
} as const
