import type { ReactNode } from 'react'
import { Amount } from '@/app/_ui/amount'
import { headlineOf } from '@/app/_ui/event-words'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { eventPath, streamOf } from '@/app/_wire/stream-path'
import { availableAt } from '@/domain/bank-account/available'
import type { Account } from '@/domain/bank-account/bank-account'
import { sentenceFor } from '@/domain/bank-account/sentences'
import type { WhatIfStep } from '@/domain/bank-account/what-if/what-if'
import { formatAmount } from '@/domain/money/money'
import type { Known } from './events-query'
import type { Result } from './use-what-if'

/** The most refused events that are listed; the table below has all. */
const LISTED_MAX = 20

type OutcomeProps = {
  result: Result
  known: readonly Known[]
  zone: string
  currency: string
  at: number
}

/** The difference in the end and at the chosen event, and what would have been refused. */
export function Outcome({ result, known, zone, currency, at }: OutcomeProps) {
  const { end, steps, change } = result
  const now = new Date()
  const chosen = steps[at - 1]
  const isChosen = chosen !== undefined && at < steps.length
  const available = (account: Account) => availableAt(account, now)
  return (
    <section aria-labelledby="outcome" className="mt-8">
      <h3 id="outcome" className="font-medium text-16">
        The difference
      </h3>
      <table className="mt-2 block w-full max-w-3xl text-right sm:table [&_td]:py-1.5 [&_th]:py-1.5 [&_th]:font-normal sm:[&_td]:pl-3">
        <thead className="sr-only text-12 text-faint sm:not-sr-only sm:table-header-group">
          <tr className="border-rule border-b">
            <th scope="col" className="text-left">
              {currency}
            </th>
            <th scope="col" className="pl-3">
              As recorded
            </th>
            <th scope="col" className="pl-3">
              What if
            </th>
            <th scope="col" className="pl-3">
              Difference
            </th>
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          <Both
            name="Balance now"
            of={[end.recorded.balance, end.whatIf.balance]}
            currency={currency}
            isMain
          />
          <Both
            name="Available now"
            of={[available(end.recorded), available(end.whatIf)]}
            currency={currency}
          />
          {isChosen && (
            <Both
              name={`After event ${at}`}
              of={[chosen.recorded, chosen.whatIf]}
              currency={currency}
            />
          )}
        </tbody>
      </table>
      {end.recorded.status !== end.whatIf.status && (
        <p className="mt-2 text-soft">
          The account is closed as recorded, and would still be open.
        </p>
      )}
      {end.rules.map((refusal, n) => {
        const rule = change.rules[n]
        return (
          refusal &&
          rule && (
            <p key={rule.type} role="alert" className="mt-2 text-red-ink">
              {`The ${rule.type === 'SetLimits' ? 'limit' : 'overdraft limit'} would have been refused: ${sentenceFor(refusal, zone)}`}
            </p>
          )
        )
      })}
      <Refused steps={steps} known={known} zone={zone} />
    </section>
  )
}

type BothProps = {
  name: string
  of: readonly [bigint, bigint]
  currency: string
  isMain?: boolean
}

function Both({ name, of: [recorded, whatIf], currency, isMain = false }: BothProps) {
  const text = (minor: bigint) => formatAmount(minor, currency)
  const weight = isMain ? 'font-medium' : ''
  return (
    <tr className="block border-rule border-b sm:table-row">
      <th scope="row" className="block text-left text-soft sm:table-cell">
        {name}
      </th>
      <Figure label="As recorded">
        <Amount value={text(recorded)} />
      </Figure>
      <Figure label="What if" className={weight}>
        <Amount value={text(whatIf)} />
      </Figure>
      <Figure label="Difference" className={weight}>
        <Amount value={text(whatIf - recorded)} signed />
      </Figure>
    </tr>
  )
}

type FigureProps = { label: string; className?: string; children: ReactNode }

/** A cell; on narrow screens a line, with the word of its column. */
function Figure({ label, className = '', children }: FigureProps) {
  return (
    <td className={`flex justify-between gap-4 sm:table-cell ${className}`}>
      <span aria-hidden className="font-normal text-12 text-faint sm:hidden">
        {label}
      </span>
      {children}
    </td>
  )
}

/** What became of events that are counted, in words. */
const COUNTED = [
  ['refused', 'would have been refused'],
  ['left-out', 'left out'],
  ['unchanged', 'without effect'],
  ['kept', 'kept undecided'],
] as const

type RefusedProps = { steps: readonly WhatIfStep[]; known: readonly Known[]; zone: string }

function Refused({ steps, known, zone }: RefusedProps) {
  const refused = steps.filter(({ outcome }) => outcome.kind === 'refused')
  const told = COUNTED.flatMap(([kind, words]) => {
    const count = steps.filter(({ outcome }) => outcome.kind === kind).length
    return count > 0 ? `${count} ${words}` : []
  })
  return (
    <>
      <p role="status" className="mt-4 text-soft">
        {told.length === 0
          ? 'Nothing is different: both histories are the same.'
          : `Events: ${told.join(', ')}.`}
      </p>
      {refused.length > 0 && (
        <ul aria-label="Refused events" className="mt-2 max-w-4xl border-rule border-t">
          {refused.slice(0, LISTED_MAX).map(step => (
            <RefusedLine
              key={step.version}
              step={step}
              known={known[step.version - 1]}
              zone={zone}
            />
          ))}
        </ul>
      )}
      {refused.length > LISTED_MAX && (
        <p className="mt-2 text-12 text-faint">{`and ${refused.length - LISTED_MAX} more, marked in the list of events`}</p>
      )}
    </>
  )
}

type RefusedLineProps = { step: WhatIfStep; known: Known | undefined; zone: string }

function RefusedLine({ step: { outcome }, known, zone }: RefusedLineProps): ReactNode {
  if (!known || outcome.kind !== 'refused') return null
  const { json } = known
  return (
    <li className="border-rule border-b py-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <TextLink prefetch={false} href={eventPath(streamOf(json), json.version)}>
          {`Event ${json.version}`}
        </TextLink>
        <span className="min-w-0 break-words font-medium">
          <UserText>{headlineOf(json).title}</UserText>
        </span>
        {json.money && <Amount value={json.money.change} currency={json.money.currency} signed />}
        <span className="text-12 text-soft">
          <Time instant={json.occurredAt} on={json.occurredOn} zone={zone} />
        </span>
      </p>
      <p className="max-w-[72ch] text-red-ink">{sentenceFor(outcome.refusal, zone)}</p>
    </li>
  )
}
