import { asApplication, openPlanned, type Sql } from '../connection'
import { type Compared, compareWithBook, type Difference } from './comparison'
import { openLanes } from './lanes'
import { readStatement } from './reading'
import { recordPage } from './recording'
import type { Fault } from './row-rules'
import { openSource, type Source, UnreadableFile } from './source'
import { openStaging, type StagedRow, type Staging } from './staging'
import { actorOf } from './statement'

/** What to import, into which database, and who listens. */
export type ImportRequest = {
  /** The database, as in DATABASE_URL; it must be migrated. */
  readonly url: string
  readonly file: string
  /** Leave out the rows that are malformed instead of refusing the file. */
  readonly skipInvalid?: boolean
  readonly listener?: ImportListener
}

/** Where an import has come to: in bytes while it reads (`total` 0: not known), else in rows. */
export type Progress = {
  readonly phase: 'read' | 'record' | 'compare'
  readonly done: number
  readonly total: number
}

/** What is told on the way, so that no list of it has to be kept. */
export type ImportListener = {
  onProgress?(progress: Progress): void
  /** A malformed row, in pass 1. */
  onFault?(fault: Fault): void
  /** A row that the book holds differently or can't take, in pass 2. */
  onConflict?(fault: Fault): void
  /** A row whose balance differs, in pass 3. */
  onDifference?(difference: Difference): void
}

/** What came of an import. */
export type ImportResult =
  | { readonly outcome: 'unreadable'; readonly sentence: string }
  /** So many rows are malformed; nothing was imported. */
  | { readonly outcome: 'refused'; readonly malformed: number }
  | ({
      readonly outcome: 'imported'
      /** So many rows were left out because they are malformed. */
      readonly malformed: number
      /** The others, and of how many accounts they are. */
      readonly rows: number
      readonly accounts: number
      readonly comparison: Compared
    } & Counts)

type Counts = {
  readonly added: number
  /** Rows that were in the book before. */
  readonly known: number
  readonly accountsOpened: number
  /** Rows that the book holds differently or can't take. */
  readonly conflicts: number
}

/**
 * Imports a file of another bank's book in three passes: reads and checks every row, records the
 * rows account by account, and compares each row's balance with what the log then gives. It can be
 * repeated at any time, after a kill and beside other writers too: no row is recorded twice.
 * @throws Error when the database is out of reach
 */
export async function importFile(request: ImportRequest): Promise<ImportResult> {
  const { file, skipInvalid = false, listener = {} } = request
  const url = asApplication(request.url)
  const staging = await openStaging(request.url)
  try {
    const source = await openSource(file)
    const malformed = await readInto(staging, source, listener)
    if (malformed > 0 && !skipInvalid) return { outcome: 'refused', malformed }
    const sealed = await staging.seal()
    const planned = openPlanned(url, { max: LANES + 1 })
    try {
      const counts = await record(planned, staging, { ...sealed, name: source.name, listener })
      const comparison = await compareWithBook(staging, {
        onDifference: difference => listener.onDifference?.(difference),
        onProgress: done => listener.onProgress?.({ phase: 'compare', done, total: sealed.rows }),
      })
      return { outcome: 'imported', malformed, ...sealed, ...counts, comparison }
    } finally {
      // Every statement has its answer by now, or waits for a database that was lost.
      await planned.end({ timeout: 0 })
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    return { outcome: 'unreadable', sentence: error.message }
  } finally {
    await staging.close()
  }
}

/** How many pieces of a file are on their way while the next one is read. */
const STAGING_LANES = 2

/** Pass 1. @returns how many rows are malformed; the others are staged. */
async function readInto(
  staging: Staging,
  source: Source,
  listener: ImportListener,
): Promise<number> {
  const pieces = source.pieces(done =>
    listener.onProgress?.({ phase: 'read', done, total: source.size }),
  )
  const today = new Date().toISOString().slice(0, 10)
  let count = 0
  const lanes = openLanes(STAGING_LANES)
  try {
    for await (const { rows, malformed } of readStatement(pieces, today)) {
      await lanes.begin(String(rows[0]?.line), () => staging.add(rows))
      count += malformed.length
      for (const fault of malformed.flat()) listener.onFault?.(fault)
    }
  } finally {
    await lanes.finish()
  }
  for await (const misfits of staging.takeOutMisfits()) {
    count += misfits.length
    for (const fault of misfits) listener.onFault?.(fault)
  }
  return count
}

type Recording = {
  readonly rows: number
  readonly name: string
  readonly listener: ImportListener
}

/** How many pages are being recorded at a time: the database and this process both have work. */
const LANES = 3

/** Pass 2. */
async function record(
  sql: Sql,
  staging: Staging,
  { rows: total, name, listener }: Recording,
): Promise<Counts> {
  const counts = { added: 0, known: 0, accountsOpened: 0, conflicts: 0 }
  const actor = actorOf(name)
  let done = 0
  const recordOne = async (rows: readonly StagedRow[]) => {
    const { conflicts, ...recorded } = await recordPage(sql, rows, actor)
    counts.added += recorded.added
    counts.known += recorded.known
    counts.accountsOpened += recorded.accountsOpened
    counts.conflicts += conflicts.length
    for (const fault of conflicts) listener.onConflict?.(fault)
    done += rows.length
    listener.onProgress?.({ phase: 'record', done, total })
  }

  const lanes = openLanes(LANES)
  try {
    for await (const accountIds of staging.accountPages()) {
      for await (const rows of staging.pages(accountIds)) {
        // An account that takes several pages is recorded page by page.
        await lanes.begin(rows.at(-1)?.accountId ?? '', () => recordOne(rows))
      }
    }
  } finally {
    await lanes.finish()
  }
  return counts
}
