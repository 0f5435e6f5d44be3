import 'server-only'
import { currentEpoch } from '@/db/epoch'
import { troubleOf } from '@/db/trouble/failures'
import { bank } from './bank'
import { inTime, outsideRequests } from './deadlines'
import { logFailure, logWarning } from './log'
import { noteReading } from './reach'
import { TROUBLES } from './trouble'

/** The header that tells the epoch of the bank; in a request, the one that its sender knows. */
export const EPOCH_HEADER = 'daybook-epoch'

/** How often the database is asked whether it is still the same bank. */
const ASK_MS = 2_000

/** A database that doesn't answer within this time can't be read. */
const LATE_MS = 3_000

/** How long a start waits for the first answer; after that, answers have no epoch until it is known. */
const FIRST_MS = 5_000

type Known = {
  id: string | null
  readonly hearers: Set<(id: string) => void>
}

declare global {
  var daybookEpoch: Known | undefined
}

function known(): Known {
  globalThis.daybookEpoch ??= { id: null, hearers: new Set() }
  return globalThis.daybookEpoch
}

/** The epoch of the bank; null until the database has told it. */
export function epochNow(): string | null {
  return known().id
}

/** Calls `hear` when the bank turns out to be in another epoch; returns a function that stops this. */
export function onNewEpoch(hear: (id: string) => void): () => void {
  const { hearers } = known()
  hearers.add(hear)
  return () => hearers.delete(hear)
}

/**
 * Follows the epoch of the bank. When another database has taken the place of this one, the process
 * ends after telling its readers: what it has in memory is of the old epoch.
 * @throws Error when a restore of the bank has not finished
 */
export async function followEpoch(end: () => void = endProcess): Promise<void> {
  const ask = (ms: number) => outsideRequests(() => look(end, ms)).catch(noAnswer)
  await ask(FIRST_MS)
  setInterval(() => void ask(LATE_MS), ASK_MS).unref()
}

async function look(end: () => void, ms: number): Promise<void> {
  const { id, readyAt } = await inTime(ms, () => currentEpoch(bank().probe))
  noteReading(null)
  const at = known()
  if (at.id === id) return
  if (at.id === null) {
    at.id = id
    if (readyAt === null) throw new UnfinishedRestore()
    return
  }
  logWarning(
    `The database was restored from a backup: epoch ${id} has taken the place of ${at.id}. This process ends, ` +
      'because it remembers the old one.',
  )
  at.id = id
  for (const hear of at.hearers) hear(id)
  end()
}

class UnfinishedRestore extends Error {
  override readonly name = 'UnfinishedRestore'
}

function noAnswer(error: unknown): void {
  if (!(error instanceof UnfinishedRestore)) {
    logFailure('Asking for the epoch failed; retrying', error)
    const trouble = troubleOf(error)
    if (trouble !== null) noteReading(TROUBLES[trouble].sentence)
    return
  }
  console.error(
    'A restore of this bank was interrupted. Start it again, with the same arguments, to finish it: ' +
      'npm run restore.',
  )
  process.exit(1)
}

/** As a supervisor would: requests under way are answered. */
function endProcess(): void {
  process.kill(process.pid, 'SIGTERM')
}
