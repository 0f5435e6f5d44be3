import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql, Transaction } from '../connection'
import { placeKeys, SEQUENCER_BATCH_MAX, sequence } from '../feed/sequencer'

/** How often the sequencer of another process is waited for, in pauses of 20 ms. */
const TRIES_MAX = 500

/**
 * Runs `work` on one database snapshot, in which the log up to a position is exactly the events that
 * the snapshot shows. Writers go on; the sequencer waits for some milliseconds.
 *
 * The sequencer's row is locked while the snapshot is taken, so that the snapshot shows no half of
 * its work. The keys that wait in the snapshot, and no others, get the next positions.
 * @param sql needs two connections
 */
export async function atCut<Result>(
  sql: Sql,
  work: (tx: Transaction, position: number) => Promise<Result>,
): Promise<Result> {
  await settle(sql)
  const cut = await sql.begin('isolation level repeatable read', async tx => {
    const position = await sql.begin(async lock => {
      // Plain SQL: `sequence` skips a locked row, and this must wait for it.
      const [head] = await lock<{ position: string }[]>`
        select position from sequencer where name = 'feed' for update`
      const keys = await tx<{ aggregateId: string; eventVersion: number }[]>`
        select aggregate_id as "aggregateId", event_version as "eventVersion"
        from outbox order by aggregate_id, event_version`
      return placeKeys(lock, Number(head?.position ?? 0), keys)
    })
    return { result: await work(tx, position) }
  })
  return cut.result
}

/** Gives positions to what waits for them, so that few keys are left. */
async function settle(sql: Sql): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    let placed = await sequence(sql)
    while (placed === SEQUENCER_BATCH_MAX) placed = await sequence(sql)
    if (placed !== null) return
    await sleep(20)
  }
}
