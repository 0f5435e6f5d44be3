import type { Stream } from '@/domain/event-sourcing/ports'
import { SNAPSHOT_INTERVAL } from '@/domain/event-sourcing/stream'
import { upsertAccounts } from '../accounts/account-rows'
import { encodeState } from '../codecs/stored-states'
import type { Sql, Transaction } from '../connection'
import { feedHead } from '../feed/read-feed'
import { advanceSubscription, resetCheckpoint } from '../feed/subscription'
import { foldLog } from '../projections/fold'
import { people, rebuildPeople } from '../projections/people'
import { SUBSCRIBERS } from '../projections/subscribers'

/** The read models, as `onProgress` names them, and how many streams or events are done. */
type Tell = (name: string, done: number) => void

/**
 * Makes snapshots, account list and read models from the log of a restored bank. May be done again
 * where it was interrupted.
 */
export async function rebuildAll(sql: Sql, tell: Tell): Promise<void> {
  const head = await feedHead(sql)
  const followers = SUBSCRIBERS.filter(({ name }) => name !== people.name)
  await Promise.all([
    rebuildStates(sql, tell),
    (async () => {
      for (const subscriber of followers) {
        let done = 0
        for (;;) {
          const handled = await advanceSubscription(sql, subscriber)
          if (!handled) break
          done += handled
          tell(subscriber.name, done)
        }
      }
    })(),
  ])
  // Passwords and sessions are as in the backup: only roles and standing follow from the log.
  await rebuildPeople(sql, done => tell(people.name, done))
  await resetCheckpoint(sql, people.name, head)
}

/** Snapshots and the account list, in one fold of the log. */
async function rebuildStates(sql: Sql, tell: Tell): Promise<void> {
  let snapshots: Stream[] = []
  let done = 0
  await foldLog(
    sql,
    async streams => {
      const taken = snapshots
      snapshots = []
      await sql.begin(async tx => {
        await upsertAccounts(tx, streams)
        await insertSnapshots(tx, taken)
      })
      done += streams.length
      tell('accounts', done)
    },
    stream => {
      if (stream.version % SNAPSHOT_INTERVAL === 0) snapshots.push(stream)
    },
  )
}

async function insertSnapshots(tx: Transaction, streams: readonly Stream[]): Promise<void> {
  if (streams.length === 0) return
  const rows = streams.map(stream => ({
    aggregate_id: stream.aggregateId,
    version: stream.version,
    ...encodeState(stream),
    created_at: stream.createdAt,
    frontier_at: stream.frontierAt,
  }))
  await tx`
    insert into snapshots
    select * from jsonb_populate_recordset(null::snapshots, ${JSON.stringify(rows)}::text::jsonb)
    order by aggregate_id, version
    on conflict (aggregate_id, version) do nothing`
}
