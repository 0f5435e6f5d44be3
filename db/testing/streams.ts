import { randomUUID } from 'node:crypto'
import type { BankAccountEvent } from '@/domain/bank-account'
import type { NewEvent } from '../append-events'
import type { Sql, Transaction } from '../connection'
import { encodeEvent } from '../stored-events'

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

/** What a test may say of a movement; without a balance it records one that nobody looks at. */
type Moved = Partial<Omit<NewEvent, 'event'>> & { balance?: bigint }

/** A deposit, to be saved by a test. */
export function depositOf(amount: bigint, { balance = amount, ...rest }: Moved = {}): NewEvent {
  const moved = { amount, balance, currency: 'EUR', note: null }
  return { event: { type: 'MoneyDeposited', ...moved }, actor: ACTOR, ...rest }
}

/** A withdrawal, to be saved by a test. */
export function withdrawalOf(amount: bigint, { balance = 0n, ...rest }: Moved = {}): NewEvent {
  const moved = { amount, balance, currency: 'EUR', note: null }
  return { event: { type: 'MoneyWithdrawn', ...moved }, actor: ACTOR, ...rest }
}

/** `count` ids of streams that do not exist yet. */
export function newIds(count: number): string[] {
  return Array.from({ length: count }, () => randomUUID())
}

/** What an append writes for the feed, in a transaction that the test holds open. */
export async function insertRaw(tx: Sql | Transaction, id: string, version: number): Promise<void> {
  const { event } = version === 1 ? creationOf(id) : depositOf(1n)
  const { type, schemaVersion, data } = encodeEvent(event)
  await tx`
    insert into events (aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
      schema_version, aggregate_type, event_type, event_data, metadata)
    values (${id}, ${randomUUID()}, now(), now(), now(), ${version}, ${schemaVersion},
      'BankAccount', ${type}, ${JSON.stringify(data)}::text::jsonb,
      ${JSON.stringify({ actor: ACTOR })}::text::jsonb)`
  await tx`insert into outbox (aggregate_id, event_version) values (${id}, ${version})`
}
