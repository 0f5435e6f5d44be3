import type { Stream } from '@/domain/event-sourcing/ports'
import { SNAPSHOT_INTERVAL } from '@/domain/event-sourcing/stream'
import { bankZone } from '../bank-zone'
import { encodeState } from '../codecs/stored-states'
import type { Sql, Transaction } from '../connection'
import { OCCURRED_ON_SQL } from '../day-zone'
import { feedHead } from '../feed/read-feed'
import { resetCheckpoint } from '../feed/subscription'
import { textIn } from '../projections/check-ledger'
import { dailyFlows } from '../projections/daily-flows'
import { foldLog } from '../projections/fold'
import { insights } from '../projections/insights'
import { ledger } from '../projections/ledger'
import { people, rebuildPeople } from '../projections/people'
import { SUBSCRIBERS } from '../projections/subscribers'
import { ACTOR_ID_SQL } from '../timeline/event-amounts'
import { binaryRows, HEADER, TRAILER } from './binary-rows'
import { catchUp } from './catch-up'
import { fillTables, type SendRows } from './fill'
import { addHandled, createHandled, HANDLED, makeMoneyModels } from './handled'
import { takeIndexes } from './indexes'
import { PER_STREAM } from './per-stream'

/** What is done, as `onProgress` names it, and how many streams or events. */
type Tell = (name: string, done: number) => void

/** Subscribers whose read models come from the fold; others handle their events afterwards. */
const FOLDED = [
  dailyFlows,
  insights,
  ledger,
  people,
  ...PER_STREAM.flatMap(one => one.subscriber ?? []),
]

/**
 * Makes snapshots, account list and read models of a restored bank, in one fold of its log. May be
 * done again where it was interrupted.
 */
export async function rebuildAll(sql: Sql, tell: Tell): Promise<void> {
  const head = await feedHead(sql)
  await createHandled(sql)
  await fillTables(sql, HANDLED, async send => {
    await send({ handled: HEADER })
    await sql.begin(tx => foldInto(sql, tx, send, tell))
    await send({ handled: TRAILER })
  })
  await makeMoneyModels(sql, table => tell(table, head))
  // Passwords and sessions are as in the backup: only roles and standing follow from the log.
  await rebuildPeople(sql, done => tell(people.name, done))
  for (const { name } of FOLDED) await resetCheckpoint(sql, name, head)
  for (const subscriber of SUBSCRIBERS.filter(one => !FOLDED.includes(one))) {
    await catchUp(sql, subscriber, head)
  }
}

const FILLED = ['snapshots', ...PER_STREAM.map(({ name }) => name)]

/** How much is gathered before it is sent. */
const HANDLED_BYTES = 256 * 1024
const SNAPSHOTS_MAX = 500

async function foldInto(
  sql: Sql,
  tx: Transaction,
  send: SendRows<keyof typeof HANDLED>,
  tell: Tell,
): Promise<void> {
  await tx.unsafe(`truncate ${FILLED.join(', ')}`)
  const build = await takeIndexes(tx, FILLED)
  const handled = binaryRows()
  const zone = bankZone()
  let snapshots: Stream[] = []
  let writing: Promise<void> = Promise.resolve()
  let done = 0
  /** Writes after what is being written, of which one waits at most. */
  const write = async (streams: readonly Stream[]) => {
    const taken = snapshots
    snapshots = []
    const rows = handled.take()
    await Promise.all([writing, send({ handled: rows })])
    writing = insertStreams(tx, streams, taken)
    writing.catch(() => {}) // told by the next one that waits
    done += streams.length
    tell('accounts', done)
  }
  await foldLog(
    sql,
    write,
    (stream, event, [occurredOn, actorId]) => {
      const said = { occurredOn: textIn(occurredOn), actorId: textIn(actorId), zone }
      addHandled(handled, event, said)
      if (stream.version % SNAPSHOT_INTERVAL === 0) snapshots.push(stream)
      const isMuch = handled.size() > HANDLED_BYTES || snapshots.length > SNAPSHOTS_MAX
      return isMuch ? write([]) : undefined
    },
    [OCCURRED_ON_SQL, ACTOR_ID_SQL],
  )
  await write([])
  await writing
  await tx`set local maintenance_work_mem = '128MB'`
  await build()
}

async function insertStreams(
  tx: Transaction,
  streams: readonly Stream[],
  taken: readonly Stream[],
): Promise<void> {
  for (const { insert } of PER_STREAM) await insert(tx, streams)
  if (taken.length > 0) await insertSnapshots(tx, taken)
}

async function insertSnapshots(tx: Transaction, streams: readonly Stream[]): Promise<void> {
  const rows = streams.map(stream => ({
    aggregate_id: stream.aggregateId,
    version: stream.version,
    ...encodeState(stream),
    created_at: stream.createdAt,
    frontier_at: stream.frontierAt,
  }))
  await tx`
    insert into snapshots
    select * from jsonb_populate_recordset(null::snapshots, ${JSON.stringify(rows)}::text::jsonb)`
}
