import { randomUUID } from 'node:crypto'
import { accountStream } from '@/domain/bank-account/account-stream'
import { type Account, accountOf, bankAccount } from '@/domain/bank-account/bank-account'
import type { Command } from '@/domain/bank-account/commands'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { addEvent, openDraft } from '@/domain/event-sourcing/draft'
import type { CommandEnvelope, RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { emptyStream, eventOf } from '@/domain/event-sourcing/stream'
import type { NewEvent } from '../append/append-events'
import { encodeEvent } from '../codecs/stored-events'
import type { Sql, Transaction } from '../connection'
import { newEventId } from '../ids'

/** The actor of tests. */
export const ACTOR = { id: 'u-1', name: 'Tess Teller', role: 'teller' }

/** The first event of a new stream. */
export function creationOf(accountId: string, openingBalance = 0n): NewEvent {
  const event: BankAccountEvent = {
    type: 'AccountCreated',
    accountId,
    owner: 'Jana Nováková',
    currency: 'EUR',
    openingBalance,
    reference: null,
    customerId: null,
  }
  return { event, actor: ACTOR }
}

/** A test may state the balance of a movement; the log rejects one that doesn't follow. */
type Moved = Partial<Omit<NewEvent, 'event'>> & { balance?: bigint }

/** A deposit; by default on an account with a zero balance. */
export function depositOf(amount: bigint, { balance = amount, ...rest }: Moved = {}): NewEvent {
  const moved = { amount, balance, currency: 'EUR', note: null }
  return { event: { type: 'MoneyDeposited', ...moved }, actor: ACTOR, ...rest }
}

/** A withdrawal; by default of the whole balance. */
export function withdrawalOf(amount: bigint, { balance = 0n, ...rest }: Moved = {}): NewEvent {
  const moved = { amount, balance, currency: 'EUR', note: null }
  return { event: { type: 'MoneyWithdrawn', ...moved }, actor: ACTOR, ...rest }
}

/** A command on an account, as it arrives. */
export function commandOn(
  accountId: string,
  command: Command,
  commandId: string = randomUUID(),
): CommandEnvelope<Command> {
  const stream = accountStream(accountId)
  return { commandId, stream, actor: ACTOR, correlationId: null, command }
}

/** A command that moves money. */
export function movementOn(accountId: string, type: 'Deposit' | 'Withdraw', amount: string) {
  return commandOn(accountId, { type, amount, note: null })
}

/** Throws unless the stream has an account. */
export function accountIn(stream: Stream): Account {
  const account = accountOf(stream)
  if (!account) throw new Error('The account is not open')
  return account
}

/** Throws unless the event is an account's. */
export function accountEventOf(recorded: RecordedEvent): BankAccountEvent {
  const event = eventOf(bankAccount, recorded)
  if (!event) throw new Error('The event is of no account')
  return event
}

/** A new account that is drafted event by event, each with its own clock. */
export function draftAccount(id: string, actor = ACTOR) {
  const draft = openDraft(emptyStream(bankAccount, id))
  const envelope = { actor, commandId: null, correlationId: null }
  return {
    draft,
    record(event: BankAccountEvent, now: Date, said: { occurredAt?: Date } = {}): void {
      addEvent(draft, bankAccount, event, { ...envelope, eventId: newEventId(), now, ...said })
    },
  }
}

/** Ids of streams that don't exist yet. */
export function newIds(count: number): string[] {
  return Array.from({ length: count }, () => randomUUID())
}

/** Consecutive deposits on an account that has `balance`. */
export function depositsOf(amounts: readonly bigint[], balance = 0n): NewEvent[] {
  let after = balance
  return amounts.map(amount => {
    after += amount
    return depositOf(amount, { balance: after })
  })
}

/**
 * Writes what an append writes for the feed, in a transaction that the test holds open: the
 * creation, or one more deposit of a cent.
 */
export async function insertRaw(tx: Sql | Transaction, id: string, version: number): Promise<void> {
  const { event } = version === 1 ? creationOf(id) : depositOf(1n, { balance: BigInt(version - 1) })
  const { type, schemaVersion, data } = encodeEvent(event)
  await tx`
    insert into events (aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
      schema_version, aggregate_type, event_type, event_data, metadata)
    select ${id}, ${randomUUID()}, at, at, at, ${version}, ${schemaVersion}, 'BankAccount', ${type},
      ${JSON.stringify(data)}::text::jsonb, ${JSON.stringify({ actor: ACTOR })}::text::jsonb
    from (select greatest(now(), max(created_at)) as at from events where aggregate_id = ${id}) t`
  await tx`insert into outbox (aggregate_id, event_version) values (${id}, ${version})`
}
