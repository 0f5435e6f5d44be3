import 'server-only'
import { failureOf } from '@/app/_server/approvals/approvals'
import type {
  ForecastJson,
  ForecastPaymentJson,
  ForecastStepJson,
  OrderPartyJson,
} from '@/app/_wire/payment-orders'
import type { AccountRow } from '@/db/accounts/account-rows'
import { activeHolds, availableAt } from '@/domain/bank-account/available'
import type { Account } from '@/domain/bank-account/bank-account'
import { dayIn } from '@/domain/bank-account/business-day'
import type { Hold } from '@/domain/bank-account/events'
import { formatAmount } from '@/domain/money/money'
import type { ForecastPayment } from '@/domain/payment-order/forecast-step'
import type { Order } from '@/domain/payment-order/payment-order'

type Known = {
  readonly accounts: ReadonlyMap<string, AccountRow>
  readonly orders: ReadonlyMap<string, Order>
  readonly zone: string
  readonly now: Date
  /** Exclusive. */
  readonly end: Date
}

type Shown = Pick<ForecastJson, 'balance' | 'available' | 'balanceThen' | 'availableThen' | 'steps'>

/** The payments from and to an account and its holds that end, each with what is left after it. */
export function stepsOf(
  row: AccountRow,
  payments: readonly ForecastPayment[],
  known: Known,
): Shown {
  const { zone, now, end } = known
  const account = accountIn(row)
  const textOf = (minor: bigint) => formatAmount(minor, account.currency)
  const left = (balance: bigint, at: Date) => ({
    balance: textOf(balance),
    available: textOf(availableAt({ ...account, balance }, at)),
  })
  let { balance } = account
  const steps: ForecastStepJson[] = []
  for (const step of inOrder(account, payments, known)) {
    const on = dayIn(zone, step.at)
    if ('hold' in step) {
      const { amount, note } = step.hold
      steps.push({ kind: 'hold', on, amount: textOf(amount), note, ...left(balance, step.at) })
      continue
    }
    const isOut = step.payerId === account.accountId
    const change = isOut ? -step.amount : step.amount
    if (step.outcome === 'paid') balance += change
    const other = partyOf(isOut ? step.payeeId : step.payerId, step.orderId, known)
    const told = { ...left(balance, step.at), other, change: textOf(change) }
    steps.push({ kind: 'payment', on, ...told, ...outcomeOf(step, zone) })
  }
  const [before, after] = [left(account.balance, now), left(balance, new Date(end.getTime() - 1))]
  return { ...before, balanceThen: after.balance, availableThen: after.available, steps }
}

/** The account of a row of the list. */
export function accountIn({ id, status, ...row }: AccountRow): Account {
  return { ...row, accountId: id, status: status === 'closed' ? 'closed' : 'open' }
}

type Step = ForecastPayment | { readonly at: Date; readonly hold: Hold }

function inOrder(
  account: Account,
  payments: readonly ForecastPayment[],
  { now, end }: Known,
): readonly Step[] {
  const id = account.accountId
  const own = payments.filter(({ payerId, payeeId }) => payerId === id || payeeId === id)
  const holds = activeHolds(account, now).map(hold => ({ at: new Date(hold.expiresAt), hold }))
  const ending = holds.filter(({ at }) => at < end)
  // A hold is over at its expiry: before a payment of the same moment.
  return [...ending, ...own].toSorted((one, other) => one.at.getTime() - other.at.getTime())
}

function outcomeOf(
  { orderId, outcome, refusal, isAtMost }: ForecastPayment,
  zone: string,
): Pick<ForecastPaymentJson, 'orderId' | 'outcome' | 'refusal' | 'isAtMost'> {
  const told = refusal && { type: refusal.type, sentence: failureOf(refusal, zone) }
  return { orderId, outcome, refusal: told, isAtMost }
}

function partyOf(id: string, orderId: string, { accounts, orders }: Known): OrderPartyJson {
  const row = accounts.get(id)
  const { number = '', owner = '' } = row ?? orders.get(orderId)?.to ?? {}
  return { accountId: id, number, owner, isReadable: row !== undefined }
}
