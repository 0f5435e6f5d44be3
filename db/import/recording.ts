import { setTimeout as pause } from 'node:timers/promises'
import { accountOf } from '@/domain/bank-account/bank-account'
import type { CommandEnvelope, Stream } from '@/domain/event-sourcing/ports'
import { saveUnit } from '../append/append'
import type { Sql } from '../connection'
import type { RowOf } from '../query'
import type { commands } from '../schema'
import { loadStreams } from '../streams/load'
import { decidePage, type Held, type Recorded } from './page-decision'
import type { Postings } from './postings'
import type { StagedRow } from './staging'
import { type Book, DAY_SQL } from './statement'

/** The maximum number of attempts of a page that loses races. */
const ATTEMPTS_MAX = 100

/** What all pages of an import share. */
export type Recording = {
  readonly sql: Sql
  readonly book: Book
  readonly postings: Postings
  readonly actor: CommandEnvelope['actor']
  readonly clock: () => Date
}

/**
 * Records a page of rows in one transaction. Each row is a command with an id derived from the row,
 * which the log stores with the event: rows that were recorded before, by a killed or a concurrent
 * import, are found and skipped.
 * @throws Error when the database is unreachable
 */
export async function recordPage(
  { sql, book, postings, actor, clock }: Recording,
  rows: readonly StagedRow[],
): Promise<Recorded> {
  const accountIds = rows.map(({ accountId }) => accountId)
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    // A row recorded between the two reads makes the streams stale: the append is rejected.
    const streams = await loadStreams(sql, accountIds)
    // Only rows of existing accounts, or those of a retried page, can have been recorded before.
    const ofOld =
      attempt > 1
        ? rows
        : rows.filter(({ accountId }) => (streams.get(accountId)?.version ?? 0) > 0)
    const known = await findKnown(sql, ofOld)
    const apart = streamsApart(rows, streams, known)
    const byOthers = apart.length > 0 ? await postings.sumIn(apart) : NONE
    if (byOthers !== null) {
      const held = { book, streams, known, byOthers, actor, now: clock() }
      const { batch, recorded } = decidePage(rows, held)
      if (batch.streams.length === 0 || (await saveUnit(sql, batch)) === 'saved') return recorded
    }
    // After a conflict or an unknown outcome the log is read again.
    await pause(Math.random() * Math.min(2 ** attempt, 200))
  }
  throw new Error('The import stopped: other programs wrote to its accounts during every attempt')
}

const NONE: ReadonlyMap<string, bigint> = new Map()

/**
 * The streams whose balance is not the one before their first new row. Differences that are only
 * this bank's postings were found by the check.
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
  // Plain SQL: Drizzle has no unnest().
  type Found = Pick<RowOf<typeof commands>, 'command_id' | 'fingerprint'> & {
    readonly day: string | null
  }
  const found = await sql<Found[]>`
    select c.command_id, c.fingerprint, ${sql.unsafe(DAY_SQL)}::text as day
    from unnest(
      ${rows.map(({ accountId }) => accountId)}::uuid[],
      ${rows.map(({ commandId }) => commandId)}::uuid[]
    ) as r (account_id, command_id)
    join commands c on c.command_id = r.command_id and c.aggregate_id = r.account_id
    left join log e on e.aggregate_id = c.aggregate_id and e.event_version = c.last_version`
  return new Map(found.map(({ command_id: id, fingerprint, day }) => [id, { fingerprint, day }]))
}
