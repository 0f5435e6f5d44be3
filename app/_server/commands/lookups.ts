import 'server-only'
import { inputProblem, noAccountNumber, unknownNumber } from '@/app/_server/http/problems'
import { mustProve } from '@/app/_server/people/proof'
import { reachesAll } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type { CommandBody } from '@/app/_wire/commands'
import type { OrderBody } from '@/app/_wire/payment-orders'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { findAccounts, findByNumber, findOwnAccounts } from '@/db/accounts/accounts'
import { findCustomers } from '@/db/people/users'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { ReverseEntry } from '@/domain/bank-account/commands'
import { transferOf } from '@/domain/bank-account/transfer'
import { eventOf } from '@/domain/event-sourcing/stream'
import { readAccountNumber } from '@/domain/money/account-number'
import type { Currency } from '@/domain/money/money'

/** What commands name by other means than ids, and who may send them. */
export type Known = {
  /** The accounts named in the commands that the viewer may operate; null: any. */
  readonly own: ReadonlySet<string> | null
  readonly customerIds: ReadonlyMap<string, string>
  /** By account number; several accounts may share one. */
  readonly accountIds: ReadonlyMap<string, readonly string[]>
  /** By command id: the other side of a transfer that is to be reversed. */
  readonly otherEntries: ReadonlyMap<string, NonNullable<ReverseEntry['other']>>
  /** By account id: in what transfers from it are, if their sender may have to prove who they are. */
  readonly currencies: ReadonlyMap<string, Currency>
}

/** Looks up everything that the commands need before they are decided, in one go. */
export async function lookUp(
  viewer: Viewer,
  bodies: readonly CommandBody[],
  orders: readonly OrderBody[],
): Promise<Known> {
  const isOfStaff = reachesAll(viewer, 'sendCommands')
  const [own, customerIds, accountIds, otherEntries, currencies] = await Promise.all([
    isOfStaff ? (viewer.bounds?.accountIds ?? null) : ownAccounts(viewer, bodies),
    isOfStaff ? customers(bodies) : new Map(),
    payees([...bodies, ...orders]),
    isOfStaff ? otherSides(bodies) : new Map(),
    mustProve(viewer, 'transfer') ? currenciesOf(bodies) : new Map(),
  ])
  return { own: own && new Set(own), customerIds, accountIds, otherEntries, currencies }
}

async function ownAccounts(viewer: Viewer, bodies: readonly CommandBody[]) {
  const ids = bodies.flatMap(body => (body.type === 'CreateAccount' ? [] : [body.accountId]))
  const { db } = bank()
  return findOwnAccounts(db, viewer.userId, [...new Set(ids)].filter(isUuid))
}

async function customers(bodies: readonly CommandBody[]): Promise<Map<string, string>> {
  const emails = bodies.flatMap(body =>
    'customerEmail' in body ? (plainEmail(body.customerEmail ?? null) ?? []) : [],
  )
  const found = await findCustomers(bank().db, [...new Set(emails)])
  return new Map(found.map(({ email, id }) => [email, id]))
}

async function payees(
  bodies: readonly (CommandBody | OrderBody)[],
): Promise<Map<string, string[]>> {
  const numbers = bodies.flatMap(body =>
    'toNumber' in body && body.toNumber ? (readAccountNumber(body.toNumber) ?? []) : [],
  )
  const ids = new Map<string, string[]>()
  for (const { number, id } of await findByNumber(bank().db, [...new Set(numbers)])) {
    ids.set(number, [...(ids.get(number) ?? []), id])
  }
  return ids
}

async function currenciesOf(bodies: readonly CommandBody[]): Promise<Map<string, Currency>> {
  const ids = bodies.flatMap(body => (body.type === 'Transfer' ? [body.accountId] : []))
  const found = await findAccounts(bank().db, [...new Set(ids)].filter(isUuid))
  return new Map(found.map(({ id, currency }) => [id, currency]))
}

async function otherSides(bodies: readonly CommandBody[]) {
  const { store } = bank()
  const found = bodies.map(async body => {
    if (body.type !== 'ReverseEntry' || !isUuid(body.accountId)) return []
    const [recorded] = await store.getEventStream(body.accountId, body.version, body.version)
    if (!recorded?.commandId) return []
    const event = eventOf(bankAccount, recorded)
    const accountId = event && transferOf(event)?.accountId
    if (!accountId) return []
    const [other] = await store.findEventsOfCommand(accountId, recorded.commandId)
    return other ? [[body.commandId, { accountId, version: other.version }] as const] : []
  })
  return new Map((await Promise.all(found)).flat())
}

/** The customer with an e-mail; null for none, undefined if nobody has it. */
export function customerOf(known: Known, email: string | null): string | null | undefined {
  const plain = plainEmail(email)
  return plain === null ? null : known.customerIds.get(plain)
}

/** An e-mail as it is stored; null when none was given. */
function plainEmail(email: string | null): string | null {
  return email?.trim().toLowerCase().replaceAll('\0', '\uFFFD') || null
}

/** The id of the account that a transfer goes to; or why it names none. */
export function payeeOf(
  { toAccountId, toNumber }: { toAccountId?: string; toNumber?: string },
  known: Known,
): string | Problem {
  if ((toAccountId === undefined) === (toNumber === undefined)) {
    return inputProblem('Malformed', 'toNumber', 'Use either “toNumber” or “toAccountId”.')
  }
  if (toAccountId !== undefined) {
    if (isUuid(toAccountId)) return toAccountId
    return inputProblem('AccountNotFound', 'toAccountId', 'No account of this bank has this ID.')
  }
  const number = readAccountNumber(toNumber ?? '')
  if (number === null) return noAccountNumber('toNumber')
  const [id, another] = known.accountIds.get(number) ?? []
  if (id === undefined) return unknownNumber('toNumber')
  return another === undefined ? id : inputProblem('Malformed', 'toNumber', SHARED_NUMBER)
}

const SHARED_NUMBER = 'Two accounts have this number. Use the account’s ID instead.'

export function otherEntryOf({ commandId }: CommandBody, known: Known): ReverseEntry['other'] {
  return known.otherEntries.get(commandId) ?? null
}
