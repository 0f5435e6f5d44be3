import 'server-only'
import { bankHolidays } from '@/db/bank-holidays'
import type { Sql } from '@/db/connection'
import { startArchives } from './archives'
import { backupPlan, startBackups } from './backups'
import { carryOutApproved } from './carry-out'
import { CLOCK_PAUSE_MS, type ClockGuard } from './clock-guard'
import { recordExpiries, startRounds } from './hold-expiry'
import { logFailure } from './log'
import { goOnWithBatches } from './make-orders'
import { type Payer, payDueOrders } from './pay-orders'
import { RUN_OUT_PAUSE_MS, recordRunOut } from './run-out'

type Surroundings = {
  readonly clock: ClockGuard
  /** The login of the web process. */
  readonly url: string
  readonly upkeep: Sql
}

/** Starts what the bank does by itself; returns a function that stops it. */
export function startReactors(
  parts: Payer,
  { clock, url, upkeep }: Surroundings,
): () => Promise<void> {
  const stopBackups = startBackups(url, backupPlan())
  const stops = [
    startArchives(upkeep),
    startRounds(
      () => recordExpiries(parts, new Date()),
      error => logFailure('Recording expired holds failed; retrying', error),
    ),
    startRounds(
      () => payDueOrders(parts, bankHolidays(), new Date()),
      error => logFailure('Paying what is due failed; retrying', error),
    ),
    startRounds(
      () => goOnWithBatches(parts, new Date()),
      error => logFailure('Going on with batches failed; retrying', error),
    ),
    startRounds(
      () => carryOutApproved(parts, new Date()),
      error => logFailure('Carrying out approved requests failed; retrying', error),
    ),
    startRounds(
      () => recordRunOut(parts.db, new Date()),
      error => logFailure('Ending sessions that ran out failed; retrying', error),
      RUN_OUT_PAUSE_MS,
    ),
    startRounds(
      async () => {
        await clock.look()
        return false
      },
      error => logFailure('Comparing the clocks failed; retrying', error),
      CLOCK_PAUSE_MS,
    ),
  ]
  return async () => {
    stopBackups()
    await Promise.all(stops.map(stop => stop()))
  }
}
