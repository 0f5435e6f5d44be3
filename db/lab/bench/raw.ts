import { randomUUID } from 'node:crypto'
import { openSql } from '../../connection'
import { newEventId } from '../../ids'

/**
 * The floor, as a user would write it: one row a transaction, and nothing else, into a copy of
 * `events` with all its indexes and none of its checks.
 */
export async function openRaw(url: string, connections: number) {
  const sql = openSql(url, { max: connections })
  await sql`create table if not exists raw_events (like events including all)`
  const data = JSON.stringify({ amount: '1.00', balance: '101.00', currency: 'EUR', note: null })
  const metadata = JSON.stringify({
    actor: { id: 'Zk3hQmV7dT1xYp9LwRs0BnCgJf5UaEi8', name: 'Petra Pokladní', role: 'teller' },
    commandId: randomUUID(),
  })
  return {
    insert: () => {
      const at = new Date()
      return sql`
        insert into raw_events (aggregate_id, event_id, occurred_at, created_at, frontier_at,
          event_version, schema_version, aggregate_type, event_type, event_data, metadata)
        values (${randomUUID()}, ${newEventId()}, ${at}, ${at}, ${at}, 1, 1, 'BankAccount',
          'MoneyDeposited', ${data}::text::jsonb, ${metadata}::text::jsonb)`
    },
    close: () => sql.end(),
  }
}
