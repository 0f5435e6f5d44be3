import { type Account, NO_TERMS, type Terms } from '@/domain/bank-account/bank-account'
import { startOfDateIn } from '@/domain/bank-account/business-day'
import type { AmountRule } from '@/domain/payment-order/events'
import type { Order } from '@/domain/payment-order/payment-order'
import { addDays, type Schedule } from '@/domain/payment-order/schedule'

export const [MINE, SAVINGS, RENT] = ['a', 'b', 'c']
export const TODAY = '2026-12-01'

/** A running one, monthly from today on, unless said otherwise. */
export function order(more: {
  readonly from?: string
  readonly to?: string
  readonly rule?: AmountRule
  readonly schedule?: Partial<Schedule>
  readonly open?: Order['open']
  readonly status?: Order['status']
}): Order {
  const { from = MINE, to = SAVINGS, rule, schedule, open = null, status = 'scheduled' } = more
  return {
    accountId: from,
    to: { accountId: to, number: '', owner: '' },
    ...{ currency: 'EUR', timeZone: 'Europe/Prague', by: { id: 'u', name: 'U' } },
    rule: rule ?? { kind: 'fixed', amount: 100n },
    schedule: {
      ...{ first: TODAY, every: 'month', until: null, count: null },
      ...{ holidays: 'as-is', lastDay: false, ...schedule },
    },
    ...{ reference: null, status, next: 0, open, lastDate: null, executed: 0, paid: 0n },
    approvedBy: null,
  }
}

export const NOW = new Date('2026-12-01T09:00:00Z')

export function account(accountId: string, balance: bigint, terms: Partial<Terms> = {}): Account {
  return {
    ...{ status: 'open', accountId, owner: accountId, currency: 'EUR', balance },
    ...{ reference: null, customerId: null, secondCustomer: null },
    terms: { ...NO_TERMS, ...terms },
  }
}

export const hold = (amount: bigint, expiresAt: string) => ({
  ...{ holdId: 'h', amount, currency: 'EUR', expiresAt, note: null },
})

/** Exclusive. */
export const endOf = (day: string) => startOfDateIn('Europe/Prague', addDays(day, 1))
