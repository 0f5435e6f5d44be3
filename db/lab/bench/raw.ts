import { randomUUID } from 'node:crypto'
import { openSql, type Sql, type Transaction } from '../../connection'
import { newEventId } from '../../ids'

const METADATA = JSON.stringify({
  actor: { id: 'Zk3hQmV7dT1xYp9LwRs0BnCgJf5UaEi8', name: 'Petra Pokladní', role: 'teller' },
  commandId: randomUUID(),
})

/**
 * The floor, as a user would write it: one row a transaction, and nothing else, into a copy of
 * `events` with all its indexes and none of its checks.
 */
export async function openRaw(url: string, connections: number) {
  const sql = openSql(url, { max: connections })
  await sql`create table if not exists raw_events (like events including all)`
  const data = JSON.stringify({ amount: '1.00', balance: '101.00', currency: 'EUR', note: null })
  return {
    insert: () => insertEvent(sql, { id: randomUUID(), version: 1, type: 'MoneyDeposited', data }),
    close: () => sql.end(),
  }
}

/**
 * A transfer as a plain ledger on PostgreSQL does it: one transaction that moves two balances, whose
 * rows are locked in the order of their ids, and inserts an entry for each. It keeps no answers to
 * commands, and checks only that the payer's balance does not go below zero.
 */
export async function openRawLedger(url: string, accounts: readonly string[], connections: number) {
  const sql = openSql(url, { max: connections })
  await sql`create table if not exists raw_events (like events including all)`
  await sql`
    create table raw_accounts (
      aggregate_id uuid primary key, balance numeric not null, entries int not null)`
  await sql`insert into raw_accounts select unnest(${[...accounts]}::uuid[]), 1000000, 0`
  return {
    async transfer(fromId: string, toId: string): Promise<void> {
      const sides = [
        { id: fromId, type: 'MoneyWithdrawn', change: '-0.01' },
        { id: toId, type: 'MoneyDeposited', change: '0.01' },
      ].sort((a, b) => (a.id < b.id ? -1 : 1))
      await sql.begin(async tx => {
        const entries: Entry[] = []
        for (const { id, type, change } of sides) {
          const [row] = await tx<{ balance: string; version: number }[]>`
            update raw_accounts set balance = balance + ${change}, entries = entries + 1
            where aggregate_id = ${id} and balance + ${change} >= 0
            returning balance, entries as version`
          if (!row) throw new Error('A transfer was refused')
          const { balance, version } = row
          const data = JSON.stringify({ amount: '0.01', balance, currency: 'EUR', note: null })
          entries.push({ id, version, type, data })
        }
        for (const entry of entries) await insertEvent(tx, entry)
      })
    },
    close: () => sql.end(),
  }
}

type Entry = {
  readonly id: string
  readonly version: number
  readonly type: string
  readonly data: string
}

function insertEvent(sql: Sql | Transaction, { id, version, type, data }: Entry) {
  const at = new Date()
  return sql`
    insert into raw_events (aggregate_id, event_id, occurred_at, created_at, frontier_at,
      event_version, schema_version, aggregate_type, event_type, event_data, metadata)
    values (${id}, ${newEventId()}, ${at}, ${at}, ${at}, ${version}, 1, 'BankAccount',
      ${type}, ${data}::text::jsonb, ${METADATA}::text::jsonb)`
}
