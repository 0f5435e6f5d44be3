import { setTimeout as pause } from 'node:timers/promises'
import { accountOf } from '@/domain/bank-account/bank-account'
import type { CommandEnvelope, Stream } from '@/domain/event-sourcing/ports'
import { append } from '../append/append'
import type { Sql } from '../connection'
import type { RowOf } from '../query'
import type { commands } from '../schema'
import { loadStreams } from '../streams/load'
import { decidePage, type Held, type Recorded } from './page-decision'
import type { Postings } from './postings'
import type { StagedRow } from './staging'
import type { Book } from './statement'

/** How often a page is tried again because others write to the same accounts. */
const ATTEMPTS_MAX = 100

/** What the pages of one import have in common. */
export type Recording = {
  readonly sql: Sql
  readonly book: Book
  readonly postings: Postings
  readonly actor: CommandEnvelope['actor']
}

/**
 * Records a page of rows in one transaction. Each row is a command whose id follows from the row,
 * and the log keeps that id beside the event: whatever was recorded before, by a killed import or
 * by one that runs at the same time, is found and left.
 * @throws Error when the database is out of reach
 */
export async function recordPage(
  { sql, book, postings, actor }: Recording,
  rows: readonly StagedRow[],
): Promise<Recorded> {
  const accountIds = rows.map(({ accountId }) => accountId)
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    // A row that is recorded between the two reads makes the streams stale: the append refuses.
    const streams = await loadStreams(sql, accountIds)
    // Only what stands in the way of a new account's page can have been answered before.
    const ofOld =
      attempt > 1
        ? rows
        : rows.filter(({ accountId }) => (streams.get(accountId)?.version ?? 0) > 0)
    const known = await findKnown(sql, ofOld)
    const apart = streamsApart(rows, streams, known)
    const byOthers = apart.length > 0 ? await postings.sumIn(apart) : NONE
    if (byOthers !== null) {
      const held = { book, streams, known, byOthers, actor, now: new Date() }
      const { batch, recorded } = decidePage(rows, held)
      if (batch.streams.length === 0 || (await append(sql, batch)) === 'saved') return recorded
    }
    // After a conflict, or an outcome that was not heard, the book says what it holds.
    await pause(Math.random() * Math.min(2 ** attempt, 200))
  }
  throw new Error('Others write to the same accounts without a pause; the import gave up')
}

const NONE: ReadonlyMap<string, bigint> = new Map()

/**
 * The streams that don't stand where their first new row begins. One that stands there only by what
 * was posted here was found by the check.
 */
function streamsApart(
  rows: readonly StagedRow[],
  streams: Held['streams'],
  known: Held['known'],
): readonly Stream[] {
  const seen = new Set<string>()
  const apart: Stream[] = []
  for (const { accountId, commandId, change, balanceAfter } of rows) {
    if (seen.has(accountId) || known.has(commandId)) continue
    seen.add(accountId)
    const stream = streams.get(accountId)
    const account = stream && accountOf(stream)
    if (account && account.balance !== balanceAfter - change) apart.push(stream)
  }
  return apart
}

async function findKnown(sql: Sql, rows: readonly StagedRow[]): Promise<Held['known']> {
  if (rows.length === 0) return new Map()
  // Plain SQL: Drizzle can't say unnest().
  type Found = Pick<RowOf<typeof commands>, 'command_id' | 'fingerprint'> & {
    readonly occurred_at: Date | null
  }
  const found = await sql<Found[]>`
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
