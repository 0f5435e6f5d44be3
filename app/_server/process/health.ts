import 'server-only'
import type { Sql } from '@/db/connection'
import { troubleOf } from '@/db/trouble/failures'
import type { TroubleReason } from '@/domain/event-sourcing/ports'
import { bank } from './bank'
import { within } from './deadlines'

/** How long the database may take to answer before the bank counts as out of order. */
const TIMEOUT_MS = 1_500

/** Rows that a probe adds and takes back: more than fit where there is still some room. */
const PROBE_ROWS = 500

/**
 * What keeps the bank from serving; null when nothing does. It asks on a connection of its own, and
 * answers by itself when that is silent.
 */
export async function troubleNow(): Promise<TroubleReason | null> {
  try {
    return await within(TIMEOUT_MS, ask)
  } catch (error) {
    return troubleOf(error) ?? 'outage'
  }
}

async function ask(): Promise<TroubleReason | null> {
  const { probe, recording } = bank()
  const [row] = await probe<{ is_read_only: boolean }[]>`
    select current_setting('transaction_read_only') = 'on' as is_read_only`
  if (row?.is_read_only) return 'read-only'
  const trouble = recording.trouble()
  if (trouble === null) return null
  if (trouble.isFresh) return trouble.reason
  await tryRecording(probe)
  recording.succeeded()
  return null
}

class TakenBack extends Error {}

/**
 * Adds rows where the web process may and an index has room to find, and takes them back: to the feed,
 * at positions that nobody gives.
 * @throws as appends do
 */
async function tryRecording(probe: Sql): Promise<void> {
  // Two probes at once don't wait for each other.
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
