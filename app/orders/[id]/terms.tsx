import { HOLIDAYS, scheduleWords } from '@/app/_orders/order-words'
import { Amount } from '@/app/_ui/amount'
import { FactRow } from '@/app/_ui/fact-row'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { OrderPartyJson, PaymentOrderJson } from '@/app/_wire/payment-orders'

type TermsProps = {
  order: PaymentOrderJson
  from: OrderPartyJson
  to: OrderPartyJson
  zone: string
}

/** Who pays whom and when, and what it has paid so far. */
export function Terms({ order, from, to, zone }: TermsProps) {
  const { schedule, reference, madeBy, madeAt, approvedBy, executed, paid, currency } = order
  const isMoved = schedule.holidays !== 'as-is'
  return (
    <dl className="mt-6 border-rule border-t">
      <FactRow name="From">
        <Party party={from} />
      </FactRow>
      <FactRow name="To">
        <Party party={to} />
      </FactRow>
      <FactRow name="When">
        {scheduleWords(schedule)}
        {isMoved && (
          <span className="block text-12 text-soft">
            {`${HOLIDAYS[schedule.holidays]} weekends and bank holidays`}
          </span>
        )}
      </FactRow>
      {reference !== null && (
        <FactRow name="Reference">
          <UserText>{reference}</UserText>
        </FactRow>
      )}
      <FactRow name="Made by">
        <UserText>{madeBy}</UserText>
        {', '}
        <Time instant={madeAt} zone={zone} />
      </FactRow>
      {approvedBy !== null && (
        <FactRow name="Approved by">
          <UserText>{approvedBy}</UserText>
        </FactRow>
      )}
      <FactRow name="Paid so far">
        {executed === 0 ? (
          'Nothing yet'
        ) : (
          <>
            <Amount value={paid} currency={currency} />
            {`, in ${executed === 1 ? 'one payment' : `${executed} payments`}`}
          </>
        )}
      </FactRow>
    </dl>
  )
}

function Party({ party: { accountId, owner, number, isReadable } }: { party: OrderPartyJson }) {
  return (
    <>
      {isReadable ? (
        <TextLink href={`/accounts/${accountId}`}>
          <UserText>{owner}</UserText>
        </TextLink>
      ) : (
        <UserText>{owner}</UserText>
      )}
      <span className="block font-mono text-12 text-soft">{number}</span>
    </>
  )
}
