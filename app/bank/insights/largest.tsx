import Link from 'next/link'
import { Amount, amountText } from '@/app/_ui/amount'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { InsightsJson, LargestMovementJson } from '@/app/_wire/bank'
import { timelinePath } from '@/app/_wire/timeline'
import { accountStream } from '@/domain/bank-account/account-stream'
import { groupAmount } from '@/domain/money/money'
import { axisOver, minorOf } from './axis'
import { BarAxis, BarLink } from './bar-link'
import { figureText } from './flow-chart'
import { HEAD, Part } from './part'

type LargestProps = { insights: InsightsJson; zone: string }

export function Largest({ insights: { largest, currency }, zone }: LargestProps) {
  const scale = scaleOf(largest, currency)
  if (largest.length === 0) return null
  return (
    <Part id="largest" title={`Largest movements, ${currency}`}>
      <table className="mt-2 block w-full sm:table">
        <caption className="sr-only">{`Largest movements in ${currency}`}</caption>
        <thead className="sr-only sm:not-sr-only sm:table-header-group">
          <tr className={HEAD}>
            <th scope="col" className="text-left">{`Effective, ${zone}`}</th>
            <th scope="col" className="text-left">
              Event
            </th>
            <th scope="col" className="text-left">
              Account
            </th>
            <th scope="col" className="w-2/5">
              <BarAxis {...scale} figureOf={value => figureText(value, currency)}>
                {`Amount, ${currency}`}
              </BarAxis>
            </th>
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {largest.map(one => (
            <Row
              key={`${one.accountId} ${one.version}`}
              {...{ movement: one, zone, scale, currency }}
            />
          ))}
        </tbody>
      </table>
    </Part>
  )
}

type Scale = { axis: readonly bigint[]; figureCh: number }

/** The axis of the amounts, and the room that the longest needs beside its bar. */
function scaleOf(largest: readonly LargestMovementJson[], currency: string): Scale {
  const longest = Math.max(...largest.map(({ amount }) => groupAmount(amount).length))
  return {
    axis: axisOver(largest.map(({ amount }) => minorOf(amount))),
    figureCh: Math.max(longest + 2, `Amount, ${currency}`.length),
  }
}

type RowProps = { movement: LargestMovementJson; zone: string; scale: Scale; currency: string }

function Row({ movement, zone, scale, currency }: RowProps) {
  const { accountId, owner, version, isOut: out, amount, occurredAt, occurredOn, note } = movement
  const word = out ? 'Withdrawn' : 'Deposited'
  return (
    <tr className="border-rule border-b align-baseline max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-3 max-sm:py-2 sm:[&>*]:py-2">
      <td className="whitespace-nowrap text-12 text-soft max-sm:order-3 max-sm:col-span-2 sm:pr-6">
        <Time instant={occurredAt} on={occurredOn} zone={zone} />
      </td>
      <td className="min-w-0 cut max-sm:order-2 max-sm:text-right sm:max-w-56 sm:pr-6">
        {word}
        {note && (
          <span title={note} className="pl-2 text-12 text-soft max-sm:hidden">
            <UserText>{note}</UserText>
          </span>
        )}
      </td>
      <td className="min-w-0 max-sm:order-1 sm:max-w-56 sm:pr-6">
        <Link
          prefetch={false}
          href={`/accounts/${accountId}`}
          className="block min-h-6 truncate underline decoration-rule-strong underline-offset-4 hover:text-accent hover:decoration-accent"
        >
          <UserText>{owner}</UserText>
        </Link>
      </td>
      <td className="font-medium max-sm:order-4 max-sm:col-span-2">
        <BarLink
          href={timelinePath(accountStream(accountId), { event: version })}
          name={`${word} ${amountText(amount, currency)}: ${owner}, event ${version}`}
          value={minorOf(amount)}
          isOutlined={out}
          {...scale}
        >
          <Amount value={out ? `-${amount}` : amount} signed />
        </BarLink>
      </td>
    </tr>
  )
}
