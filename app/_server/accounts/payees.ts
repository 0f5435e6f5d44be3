import 'server-only'
import { inputProblem, noAccountNumber, unknownNumber } from '@/app/_server/http/problems'
import { takeNumber } from '@/app/_server/limits/take'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableAccount } from '@/app/_server/streams/access'
import type { AccountJson, PayeeJson, Problem } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { findAccounts, findByNumber, listAccounts } from '@/db/accounts/accounts'
import { bankAccount, moneyOf } from '@/domain/bank-account/bank-account'
import { sentenceFor } from '@/domain/bank-account/sentences'
import { transferOf } from '@/domain/bank-account/transfer'
import { eventOf } from '@/domain/event-sourcing/stream'
import { readAccountNumber } from '@/domain/money/account-number'
import { accountOfRow } from './wire'

/**
 * The name behind a full account number, and nothing else: who reads it may be anybody. Customers
 * can look up a few numbers a minute, those of nobody included.
 * @param currency of the payer's account, if the sender wants to know whether it can pay there
 */
export async function findPayee(
  viewer: Viewer,
  text: string,
  currency?: string,
): Promise<PayeeJson | Problem> {
  const number = readAccountNumber(text)
  if (number === null) return noAccountNumber('number')
  const tooMany = may(viewer, 'readBank') ? null : takeNumber(viewer.userId, number)
  if (tooMany) return tooMany
  const [row, another] = await findByNumber(bank().db, [number])
  if (!row) return unknownNumber('number')
  if (another) return inputProblem('Malformed', 'number', SHARED_NUMBER)
  if (currency !== undefined && row.currency !== currency) {
    const other = row.currency
    const detail = sentenceFor({ type: 'CurrencyMismatch', field: 'to', currency, other })
    return inputProblem('Malformed', 'number', detail)
  }
  return { number, owner: row.owner }
}

const SHARED_NUMBER = 'Two accounts have this number. Ask the payee for another one.'

/** A payee that need not be looked up. */
export type KnownPayee = PayeeJson & { readonly id: string }

/** Whom a payer can choose without a number. */
export type PayeeChoices = {
  /** The other accounts of the same customer, newest opened first. */
  readonly own: readonly AccountJson[]
  /** Those who were paid before, the last ones first. */
  readonly payees: readonly KnownPayee[]
  /** The accounts that the viewer can send from instead. */
  readonly sources: readonly AccountJson[]
}

const OWN_MAX = 20
const PAYEES_MAX = 8

/** The newest events of each account that are searched for payees. */
const SCAN_MAX = 300

/** The payees that a payer can choose: open accounts in the currency of the account. */
export async function payeeChoices(viewer: Viewer, accountId: string): Promise<PayeeChoices> {
  const payer = await readableAccount(viewer, accountId)
  if (!payer) return { own: [], payees: [], sources: [] }
  const customerId = !may(viewer, 'readBank') ? viewer.userId : payer.customerId
  const { rows } =
    customerId === null
      ? { rows: [payer] }
      : await listAccounts(bank().db, { customerId, limit: OWN_MAX })
  const ids = new Set([payer.id, ...rows.map(({ id }) => id)])
  const paid = await paidLately([...ids])
  const found = await findAccounts(
    bank().db,
    paid.filter(id => !ids.has(id)),
  )
  const known = paid.flatMap(id => found.find(row => row.id === id) ?? [])
  const isPossible = ({ id, currency, status }: AccountRow) =>
    id !== payer.id && currency === payer.currency && status !== 'closed'
  return {
    own: rows.filter(isPossible).map(accountOfRow),
    payees: known
      .filter(isPossible)
      .slice(0, PAYEES_MAX)
      .map(({ id, number, owner }) => ({ id, number, owner })),
    sources: rows
      .filter(row => row.id !== payer.id && row.status !== 'closed' && may(viewer, 'transfer', row))
      .map(accountOfRow),
  }
}

/** The open accounts that a customer can send from, newest opened first; none for the staff. */
export async function ownSources(viewer: Viewer): Promise<AccountJson[]> {
  if (may(viewer, 'readBank')) return []
  const customerId = viewer.userId
  const { rows } = await listAccounts(bank().db, { customerId, limit: OWN_MAX })
  return rows
    .filter(row => row.status !== 'closed' && may(viewer, 'transfer', row))
    .map(accountOfRow)
}

/** Somebody whom a customer paid, and from which account last. */
export type PaidPayee = PayeeJson & { readonly payerId: string }

/** The open accounts of others that a customer paid lately, the last one first. */
export async function findPaid(viewer: Viewer): Promise<PaidPayee[]> {
  const customerId = viewer.userId
  const { rows } = await listAccounts(bank().db, { customerId, limit: OWN_MAX })
  const own = rows.filter(row => row.status !== 'closed' && may(viewer, 'transfer', row))
  const payers = new Map<string, string>()
  for (const [id, payerId] of await paymentsOf(own.map(({ id }) => id))) {
    if (!payers.has(id) && !rows.some(row => row.id === id)) payers.set(id, payerId)
  }
  const found = await findAccounts(bank().db, [...payers.keys()])
  return [...payers].flatMap(([id, payerId]) => {
    const row = found.find(one => one.id === id && one.status !== 'closed')
    return row ? [{ number: row.number, owner: row.owner, payerId }] : []
  })
}

/** The accounts that were paid from some accounts, the last one first. Read from their events. */
async function paidLately(accountIds: readonly string[]): Promise<string[]> {
  return [...new Set((await paymentsOf(accountIds)).map(([id]) => id))]
}

/** The newest payments from some accounts: to which account, and from which. */
async function paymentsOf(accountIds: readonly string[]): Promise<(readonly [string, string])[]> {
  const payments: (readonly [string, string])[] = []
  for (const recorded of await bank().store.readTransfers(accountIds, SCAN_MAX)) {
    const event = eventOf(bankAccount, recorded)
    if (!event || (moneyOf(event)?.change ?? 0n) >= 0n) continue
    const other = transferOf(event)
    if (other) payments.push([other.accountId, recorded.aggregateId])
  }
  return payments
}
