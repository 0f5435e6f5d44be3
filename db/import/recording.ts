import { setTimeout as pause } from 'node:timers/promises'
import type { CommandEnvelope } from '@/domain/ports'
import { appendBulk } from '../append-bulk'
import type { Sql } from '../connection'
import { loadStreams } from '../load'
import { type Book, decidePage, type Recorded } from './page-decision'
import type { StagedRow } from './staging'

/** How often a page is tried again because others write to the same accounts. */
const ATTEMPTS_MAX = 100

/**
 * Records a page of rows in one transaction. Each row is a command whose id follows from the row,
 * and the log keeps that id beside the event: whatever was recorded before, by a killed import or
 * by one that runs at the same time, is found and left.
 * @throws Error when the database is out of reach
 */
export async function recordPage(
  sql: Sql,
  rows: readonly StagedRow[],
  actor: CommandEnvelope['actor'],
): Promise<Recorded> {
  const accountIds = rows.map(({ accountId }) => accountId)
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    // A row that is recorded between the two reads makes the streams stale: the append refuses.
    const streams = await loadStreams(sql, accountIds)
    const ofOld = rows.filter(({ accountId }) => (streams.get(accountId)?.version ?? 0) > 0)
    const known = await findKnown(sql, ofOld)
    const { batch, recorded } = decidePage(rows, { streams, known, actor, now: new Date() })
    if (batch.streams.length === 0 || (await appendBulk(sql, batch)) === 'saved') return recorded
    // After a conflict, or an outcome that was not heard, the book says what it holds.
    await pause(Math.random() * Math.min(2 ** attempt, 200))
  }
  throw new Error('Others write to the same accounts without a pause; the import gave up')
}

async function findKnown(sql: Sql, rows: readonly StagedRow[]): Promise<Book['known']> {
  if (rows.length === 0) return new Map()
  const found = await sql<{ command_id: string; fingerprint: Buffer; occurred_at: Date | null }[]>`
    select c.command_id, c.fingerprint, e.occurred_at
    from unnest(
      ${rows.map(({ accountId }) => accountId)}::uuid[],
      ${rows.map(({ commandId }) => commandId)}::uuid[]
    ) as r (account_id, command_id)
    join commands c on c.command_id = r.command_id and c.aggregate_id = r.account_id
    left join log e on e.aggregate_id = c.aggregate_id and e.event_version = c.last_version`
  return new Map(
    found.map(({ command_id: id, fingerprint, occurred_at: occurredAt }) => [
      id,
      { fingerprint, occurredAt },
    ]),
  )
}
