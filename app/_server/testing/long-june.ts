import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { creationOf, depositOf } from '@/db/testing/streams'

const START = Date.UTC(2026, 5, 1)
const HOUR_MS = 3_600_000
const EVENTS = 450
const LATE = 5

/**
 * Records an account of 450 events, one an hour from the first of June on, the last five of them
 * late: each moment is read from a snapshot of its own.
 */
export async function recordLongJune(id: string): Promise<void> {
  const at = (hour: number) => new Date(START + hour * HOUR_MS)
  const events = Array.from({ length: EVENTS - 1 }, (_, n) => {
    const hour = n < EVENTS - 1 - LATE ? n + 1 : 30 + (n % LATE)
    return depositOf(100n, { occurredAt: at(hour), balance: BigInt(n + 1) * 100n })
  })
  await bank().store.saveEvents(id, [{ ...creationOf(id), occurredAt: at(0) }, ...events], 0)
}
