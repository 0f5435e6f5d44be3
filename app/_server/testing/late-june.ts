import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { creationOf, depositOf, withdrawalOf } from '@/db/testing/streams'

const day = (date: string) => new Date(`${date}T12:00:00.000Z`)

/**
 * Records an account of five events: the first three add up to 410.00 at the end of June, and two
 * late withdrawals of June reduce that to 385.00. The log uses the real clock: the state before the
 * correction is known at the `createdAt` of event 3.
 */
export async function recordLateJune(id: string): Promise<void> {
  await bank().store.saveEvents(
    id,
    [
      { ...creationOf(id, 40_000n), occurredAt: day('2026-06-01') },
      depositOf(1_000n, { occurredAt: day('2026-06-20'), balance: 41_000n }),
      depositOf(500n, { occurredAt: day('2026-07-01'), balance: 41_500n }),
    ],
    0,
  )
  // The correction must be recorded in another millisecond.
  for (const start = Date.now(); Date.now() === start; ) await new Promise(setImmediate)
  await bank().store.saveEvents(
    id,
    [
      withdrawalOf(1_500n, { occurredAt: day('2026-06-10'), balance: 40_000n }),
      withdrawalOf(1_000n, { occurredAt: day('2026-06-25'), balance: 39_000n }),
    ],
    3,
  )
}
