import { randomUUID } from 'node:crypto'
import {
  accountOf,
  type BankAccountEvent,
  bankAccount,
  type OpenAccount,
} from '@/domain/bank-account/bank-account'
import type { Command } from '@/domain/bank-account/decisions'
import { addEvent, openDraft } from '@/domain/event-sourcing/draft'
import type { CommandEnvelope, RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { emptyStream, eventOf } from '@/domain/event-sourcing/stream'
import type { NewEvent } from '../append/append-events'
import { encodeEvent } from '../codecs/stored-events'
import type { Sql, Transaction } from '../connection'
import { newEventId } from '../ids'

/** Who writes in tests. */
export const ACTOR = { id: 'u-1', name: 'Tess Teller', role: 'teller' }

/** The first event of a new stream, to be saved by a test. */
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

/** What a test may say of a movement. The log takes no balance that doesn't follow. */
type Moved = Partial<Omit<NewEvent, 'event'>> & { balance?: bigint }

/** A deposit, to be saved by a test; without a balance, on an account that has nothing. */
export function depositOf(amount: bigint, { balance = amount, ...rest }: Moved = {}): NewEvent {
  const moved = { amount, balance, currency: 'EUR', note: null }
  return { event: { type: 'MoneyDeposited', ...moved }, actor: ACTOR, ...rest }
}

/** A withdrawal, to be saved by a test; without a balance, of all that there is. */
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
  const stream = { type: bankAccount.type, id: accountId }
  return { commandId, stream, actor: ACTOR, correlationId: null, command }
}

/** A command that moves money. */
export function movementOn(accountId: string, type: 'Deposit' | 'Withdraw', amount: string) {
  return commandOn(accountId, { type, amount, note: null })
}

/** The account in a stream, which must have one. */
export function accountIn(stream: Stream): OpenAccount {
  const account = accountOf(stream)
  if (!account) throw new Error('The account is not open')
  return account
}

/** The event of an account, which it must be. */
export function accountEventOf(recorded: RecordedEvent): BankAccountEvent {
  const event = eventOf(bankAccount, recorded)
  if (!event) throw new Error('The event is of no account')
  return event
}

/** A new account that is drafted event by event, by the clock that is told with each. */
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

/** `count` ids of streams that do not exist yet. */
export function newIds(count: number): string[] {
  return Array.from({ length: count }, () => randomUUID())
}

/** Deposits one after the other, to be saved by a test, on an account that has `balance`. */
export function depositsOf(amounts: readonly bigint[], balance = 0n): NewEvent[] {
  let after = balance
  return amounts.map(amount => {
    after += amount
    return depositOf(amount, { balance: after })
  })
}

/**
 * What an append writes for the feed, in a transaction that the test holds open: the creation, or
 * one more deposit of a cent.
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
