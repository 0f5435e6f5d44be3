import 'server-only'
import { newEventId } from '@/db/ids'
import { type AccessRow, insertAccess, pruneAccess } from '@/db/people/access-log'
import type { Db } from '@/db/query'
import { outsideRequests } from './deadlines'
import { startRounds } from './hold-expiry'
import { logFailure } from './log'

/** What is added to the access log; the writer gives it an id. */
export type NewAccess = Omit<AccessRow, 'id'>

export type AccessWriter = {
  /** Adds a row soon; never throws, and nothing waits for it. */
  add(row: NewAccess): void
  /** Resolves when everything that was added is written, or can't be. */
  stop(): Promise<void>
}

/** The most rows that wait, and that are written at once. */
const QUEUE_MAX = 5_000
const BATCH_MAX = 500

/** How long rows are gathered; and how long to wait after a failure. */
const GATHER_MS = 250
const RETRY_MS = 2_000

/**
 * Writes the access log in batches, out of the way of requests. While the database is out of reach,
 * rows wait; those for which there is no room are counted, and a row says how many they were.
 */
export function createAccessWriter(
  write: (rows: readonly AccessRow[]) => Promise<void>,
  onError: (error: unknown) => void,
): AccessWriter {
  const waiting: AccessRow[] = []
  let lost = 0
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> | null = null

  function later(ms: number) {
    timer ??= setTimeout(() => void flush(), ms).unref()
  }

  async function writeBatch(): Promise<boolean> {
    const batch = waiting.slice(0, BATCH_MAX)
    try {
      await write(batch)
    } catch (error) {
      onError(error)
      return false
    }
    waiting.splice(0, batch.length)
    if (lost > 0) {
      waiting.push(rowOf({ at: new Date(), kind: 'lost', detail: { entries: lost } }))
      lost = 0
    }
    return true
  }

  async function writeAll(): Promise<void> {
    let isGood = true
    while (isGood && waiting.length > 0) isGood = await writeBatch()
    if (!isGood) later(RETRY_MS)
  }

  function flush(): Promise<void> {
    timer = null
    writing ??= writeAll().finally(() => {
      writing = null
    })
    return writing
  }

  return {
    add(row) {
      if (waiting.length >= QUEUE_MAX) lost++
      else waiting.push(rowOf(row))
      later(GATHER_MS)
    },
    async stop() {
      await writing
      await flush()
      if (timer !== null) clearTimeout(timer)
    },
  }
}

function rowOf(row: NewAccess): AccessRow {
  return { id: newEventId(), ...row }
}

/** Removed in one statement, and how often that is looked for. */
const PRUNED_MAX = 1_000
const PRUNE_PAUSE_MS = 10 * 60_000

/** Writes the access log, and removes what is older than `days`. */
export function startAccessLog(db: Db, days: number): AccessWriter {
  const writer = createAccessWriter(
    rows => outsideRequests(() => insertAccess(db, rows)),
    error => logFailure('Writing the access log failed; retrying', error),
  )
  const stopPruning = outsideRequests(() =>
    startRounds(
      async () => {
        const before = new Date(Date.now() - days * 86_400_000)
        return (await pruneAccess(db, before, PRUNED_MAX)) === PRUNED_MAX
      },
      error => logFailure('Removing old rows of the access log failed; retrying', error),
      PRUNE_PAUSE_MS,
    ),
  )
  return {
    add: writer.add,
    async stop() {
      await Promise.all([stopPruning(), writer.stop()])
    },
  }
}
