import 'server-only'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { eventJson } from '@/app/_server/streams/wire'
import type { EventJson, HoldJson } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { listAccounts } from '@/db/accounts/accounts'
import { type CustomerTotal, totalsOf, withTerms } from '@/db/accounts/customer-accounts'
import { activeHolds, availableAt } from '@/domain/bank-account/available'
import { formatAmount } from '@/domain/money/money'

/** The sum of a customer's open accounts in one currency. */
export type Total = {
  readonly currency: string
  readonly accounts: number
  readonly balance: string
  readonly available: string
}

/** Something on one of a customer's accounts. */
type OfAccount = { readonly accountId: string; readonly owner: string; readonly currency: string }

export type ComingHold = HoldJson & OfAccount

/** A customer's home: what they have, what happened lately, and what is coming. */
export type Overview = {
  /** By currency code. */
  readonly totals: readonly Total[]
  /** The newest events over all accounts, latest recorded first. */
  readonly lately: readonly (EventJson & { readonly owner: string })[]
  /** The holds on all accounts, the first to expire first. */
  readonly coming: readonly ComingHold[]
  /** The account that a transfer is most likely from; null when no account can send money. */
  readonly payerId: string | null
}

const LATELY = 8

/** The newest accounts whose events are searched for what happened lately. */
const ACCOUNTS_MAX = 200

/** The home of a customer, over all accounts that they may read. */
export async function readOverview(viewer: Viewer): Promise<Overview> {
  const { db, store } = bank()
  const { userId } = viewer
  const now = new Date()
  const [totals, bound, { rows }] = await Promise.all([
    totalsOf(db, userId),
    withTerms(db, userId),
    listAccounts(db, { customerId: userId, limit: ACCOUNTS_MAX }),
  ])
  const lately = await store.readNewest(
    rows.map(({ id }) => id),
    LATELY,
  )
  const owners = new Map(rows.map(({ id, owner }) => [id, owner]))
  const payers = rows.filter(row => may(viewer, 'transfer', row) && canPay(row))
  const used = lately.find(({ aggregateId }) => payers.some(({ id }) => id === aggregateId))
  return {
    totals: totals.map(total => totalJson(total, bound, now)),
    lately: lately.map(event => ({
      ...eventJson(event),
      owner: owners.get(event.aggregateId) ?? '',
    })),
    coming: bound.flatMap(row => comingOf(row, now)).sort(byExpiry),
    payerId: used?.aggregateId ?? payers[0]?.id ?? null,
  }
}

/** All but the accounts with terms have their whole balance available. */
function totalJson(
  { currency, accounts, balance }: CustomerTotal,
  bound: readonly AccountRow[],
  now: Date,
): Total {
  const available = bound
    .filter(row => row.currency === currency)
    .reduce((sum, row) => sum + availableAt(row, now) - row.balance, balance)
  const textOf = (minor: bigint) => formatAmount(minor, currency)
  return { currency, accounts, balance: textOf(balance), available: textOf(available) }
}

function comingOf(row: AccountRow, now: Date): ComingHold[] {
  const { id: accountId, owner, currency } = row
  return activeHolds(row, now).map(hold => ({
    ...hold,
    amount: formatAmount(hold.amount, currency),
    accountId,
    owner,
    currency,
  }))
}

function byExpiry(a: ComingHold, b: ComingHold): number {
  return a.expiresAt < b.expiresAt ? -1 : 1
}

function canPay({ status, balance, terms: { freeze } }: AccountRow): boolean {
  return status !== 'closed' && balance > 0n && (freeze === null || freeze.scope === 'credits')
}
