import { SNAPSHOT_INTERVAL } from '@/domain/event-sourcing/stream'
import { upsertAccounts } from '../../accounts/account-rows'
import { bankAccountCodec } from '../../codecs/bank-account/codec'
import type { Sql } from '../../connection'
import { accountIdFor, newEventId } from '../../ids'
import { loadStreams } from '../../streams/load'

/** The number of events of a history, of any length, that are recorded a month late. */
const LATE = 20

/** A long account: opened in 2020, then a deposit of one euro a minute, or at another pace. */
export type History = { readonly id: string; readonly events: number; at(version: number): Date }

const OPENED = Date.UTC(2020, 0, 1)
const MINUTE_MS = 60_000

/** Writes an account with `events` events and their snapshots, as appends would have. */
export async function writeHistory(sql: Sql, events: number, paceMs = MINUTE_MS): Promise<History> {
  const id = accountIdFor(newEventId())
  const actor = { id: 'Zk3hQmV7dT1xYp9LwRs0BnCgJf5UaEi8', name: 'Petra Pokladní', role: 'teller' }
  const opened = new Date(OPENED)
  const owner = { accountId: id, owner: 'Jana Nováková', currency: 'EUR', reference: null }
  const creation = { ...owner, openingBalance: '0.00', customerId: null }
  const every = Math.max(2, Math.floor(events / (LATE + 1)))
  await sql`
    insert into events
    select ${id}::uuid, gen_random_uuid(),
      case when is_late then greatest(at - interval '30 days', ${opened}) else at end, at,
      case when is_late then at - ${paceMs}::float8 * interval '1 millisecond' else at end, version,
      case when version = 1 then 2 else 1 end, 'BankAccount',
      case when version = 1 then 'AccountCreated' else 'MoneyDeposited' end,
      case when version = 1 then ${sql.json(creation)}::jsonb else jsonb_build_object(
        'amount', '1.00', 'balance', (version - 1) || '.00', 'currency', 'EUR', 'note', null) end,
      jsonb_build_object('actor', ${sql.json(actor)}::jsonb, 'commandId', gen_random_uuid())
    from (
      select version, ${opened}::timestamptz + (version - 1) * ${paceMs}::float8 * interval '1 millisecond' as at,
        version > 2 and version % ${every}::int = 0 as is_late
      from generate_series(1, ${events}::int) as version) t
    order by version`
  await sql`
    insert into snapshots (aggregate_id, version, shape, state, created_at, frontier_at)
    select aggregate_id, event_version, ${bankAccountCodec.shape}, ${sql.json({
      ...owner,
      customerId: null,
      openedAt: opened.toISOString(),
    })}::jsonb || jsonb_build_object('balance', (event_version - 1) || '.00',
        'lowest', (event_version - 100) || '.00', 'highest', (event_version - 1) || '.00'),
      created_at, frontier_at
    from events where aggregate_id = ${id} and event_version % ${SNAPSHOT_INTERVAL} = 0`
  const streams = await loadStreams(sql, [id])
  await sql.begin(tx => upsertAccounts(tx, [...streams.values()]))
  return { id, events, at: version => new Date(OPENED + (version - 1) * paceMs) }
}
