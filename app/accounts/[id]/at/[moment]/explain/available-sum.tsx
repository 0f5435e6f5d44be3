import type { ReactNode } from 'react'
import { Amount, amountText } from '@/app/_ui/amount'
import { TextLink } from '@/app/_ui/text-link'
import { TimeInWords } from '@/app/_ui/time-in-words'
import type { ExplanationJson } from '@/app/_wire/look-back'
import { eventPath } from '@/app/_wire/stream-path'
import { accountStream } from '@/domain/bank-account/account-stream'
import { isZero } from '@/domain/money/money'

type AvailableSumProps = Pick<ExplanationJson, 'account' | 'placedBy'> & { zone: string }

/** How the balance, the active holds and the overdraft make what is available. */
export function AvailableSum({ account, placedBy, zone }: AvailableSumProps) {
  const { id, balance, available, currency, overdraftLimit, holds } = account
  if (holds.length === 0 && isZero(overdraftLimit)) return null
  return (
    <section aria-labelledby="available" className="mt-8 max-w-2xl">
      <h2 id="available" className="mb-3 font-medium text-20">
        {`How ${amountText(available, currency)} available adds up`}
      </h2>
      <table className="w-full border-rule border-t">
        <caption className="sr-only">{`Available, ${currency}`}</caption>
        <tbody>
          <Row name="Balance" value={balance} />
          {holds.map(({ holdId, amount, note, expiresAt }) => (
            <Row key={holdId} name={note ? `Hold, ${note}` : 'Hold'} value={`-${amount}`}>
              <span className="block">
                Expires <TimeInWords instant={expiresAt} zone={zone} />
              </span>
              {placedBy[holdId] !== undefined && (
                <TextLink prefetch={false} href={eventPath(accountStream(id), placedBy[holdId])}>
                  {`Event ${placedBy[holdId]}`}
                </TextLink>
              )}
            </Row>
          ))}
          {!isZero(overdraftLimit) && <Row name="Overdraft limit" value={overdraftLimit} />}
          <Row name="Available" value={available} isSum />
        </tbody>
      </table>
    </section>
  )
}

type RowProps = { name: string; value: string; isSum?: boolean; children?: ReactNode }

function Row({ name, value, isSum = false, children }: RowProps) {
  return (
    <tr className={`border-rule border-b align-baseline ${isSum ? 'font-semibold' : ''}`}>
      <th scope="row" className={`py-2 pr-4 text-left ${isSum ? '' : 'font-normal'}`}>
        {name}
        {children && <span className="block text-12 text-soft">{children}</span>}
      </th>
      <td className="py-2 text-right">
        <Amount value={value} signed={!isSum && name !== 'Balance'} />
      </td>
    </tr>
  )
}
