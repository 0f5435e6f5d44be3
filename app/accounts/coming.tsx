import Link from 'next/link'
import type { ReactNode } from 'react'
import { AccountName } from '@/app/_accounts/account-name'
import { ruleWords } from '@/app/_orders/order-words'
import type { ComingHold } from '@/app/_server/accounts/overview'
import { Amount } from '@/app/_ui/amount'
import { TextLink } from '@/app/_ui/text-link'
import { Day } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { ComingPaymentJson } from '@/app/_wire/payment-orders'
import { orderPath } from '@/app/_wire/stream-path'

type ComingProps = {
  holds: readonly ComingHold[]
  payments: readonly ComingPaymentJson[]
  zone: string
}

/** The most payments that are listed. */
export const COMING_MAX = 6
const HOLDS_MAX = 8

/** The payments that orders make next, and those that are held and not made yet. */
export function Coming({ holds, payments, zone }: ComingProps) {
  return (
    <section aria-labelledby="coming" className="min-w-0">
      <h2 id="coming" className="mb-2 font-medium text-16">
        Upcoming
      </h2>
      {holds.length + payments.length === 0 ? (
        <p className="border-rule border-t py-3 text-soft">No payment orders and no open holds.</p>
      ) : (
        <ul className="border-rule border-t">
          {payments.map(payment => (
            <Payment key={payment.orderId} payment={payment} />
          ))}
          {holds.slice(0, HOLDS_MAX).map(hold => (
            <Hold key={hold.holdId} hold={hold} zone={zone} />
          ))}
        </ul>
      )}
      {holds.length > HOLDS_MAX && (
        <p className="py-3 text-12 text-faint">{`and ${holds.length - HOLDS_MAX} more holds`}</p>
      )}
      <p className="mt-2">
        <TextLink href="/orders" prefetch={false}>
          Payment orders
        </TextLink>
      </p>
    </section>
  )
}

type LineProps = {
  href: string
  title: string
  amount: ReactNode
  account: { owner: string; accountId: string }
  children: ReactNode
}

function Line({ href, title, amount, account, children }: LineProps) {
  return (
    <li className="relative border-rule border-b py-2.5 hover:bg-sunken">
      <span className="flex items-baseline justify-between gap-4">
        <Link
          prefetch={false}
          href={href}
          className="cut min-w-0 font-medium after:absolute after:inset-0"
        >
          <UserText>{title}</UserText>
        </Link>
        {amount}
      </span>
      <span className="flex items-baseline justify-between gap-4 text-12 text-soft">
        <AccountName owner={account.owner} id={account.accountId} />
        <span className="whitespace-nowrap">{children}</span>
      </span>
    </li>
  )
}

function Payment({ payment }: { payment: ComingPaymentJson }) {
  const { orderId, on, to, rule, currency, isRetried } = payment
  const amount =
    rule.kind === 'fixed' ? (
      <Amount value={`-${rule.amount}`} currency={currency} />
    ) : (
      <span className="text-right text-12">{ruleWords(rule, currency)}</span>
    )
  return (
    <Line href={orderPath(orderId)} title={to} amount={amount} account={payment}>
      {isRetried ? 'refused, tried again ' : 'due '}
      <time dateTime={on}>{on}</time>
    </Line>
  )
}

function Hold({ hold, zone }: { hold: ComingHold; zone: string }) {
  return (
    <Line
      href={`/accounts/${hold.accountId}`}
      title={hold.note ?? 'Hold'}
      amount={<Amount value={`-${hold.amount}`} currency={hold.currency} />}
      account={hold}
    >
      {'held until '}
      <Day instant={hold.expiresAt} zone={zone} />
    </Line>
  )
}
