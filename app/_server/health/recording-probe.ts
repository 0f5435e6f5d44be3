import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { within } from '@/app/_server/process/deadlines'
import type { Sql } from '@/db/connection'
import { troubleOf } from '@/db/trouble/failures'
import { readPulse } from '@/db/trouble/vitals'
import type { TroubleReason } from '@/domain/event-sourcing/ports'

/** How long the database may take to answer before the bank counts as down. */
const TIMEOUT_MS = 1_500

/** Rows that a probe adds and rolls back: more than the free space in existing pages holds. */
const PROBE_ROWS = 500

/**
 * Why the bank can't serve, or null. Probes on a connection of its own, and reports an outage when
 * that doesn't answer.
 */
export async function troubleNow(): Promise<TroubleReason | null> {
  try {
    return await within(TIMEOUT_MS, ask)
  } catch (error) {
    return troubleOf(error) ?? 'outage'
  }
}

async function ask(): Promise<TroubleReason | null> {
  const { isReadOnly } = await readPulse(bank().probe)
  return isReadOnly ? 'read-only' : recordingTrouble()
}

/**
 * Why commands failed just now, or a little earlier and a probe fails too; null if they don't.
 * @throws what the probe met
 */
export async function recordingTrouble(): Promise<TroubleReason | null> {
  const { probe, recording } = bank()
  const trouble = recording.trouble()
  if (trouble === null) return null
  if (trouble.isFresh) return trouble.reason
  await tryRecording(probe)
  recording.succeeded()
  return null
}

class TakenBack extends Error {}

/**
 * Inserts rows and rolls them back, in a table that the web process may write and whose index needs
 * disk space: the feed, at positions that are never assigned.
 * @throws as appends do
 */
async function tryRecording(probe: Sql): Promise<void> {
  // Random, so that two concurrent probes don't block each other.
  const first = Math.floor(Math.random() * 2 ** 50)
  await probe
    .begin(async tx => {
      await tx`
        insert into feed (position, aggregate_id, event_version)
        select -n, ${crypto.randomUUID()}::uuid, 0
        from generate_series(${first}::bigint, ${first + PROBE_ROWS}::bigint) as n`
      throw new TakenBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error
    })
}
