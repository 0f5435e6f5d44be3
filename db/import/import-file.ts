import { dayIn } from '@/domain/bank-account/business-day'
import { bankZone } from '../bank-zone'
import { asApplication, openPlanned } from '../connection'
import { faultsInBalances } from './balance-check'
import { bookOf, openingsOf, type Said } from './book'
import { type Compared, compareWithBook, type Difference } from './comparison'
import { requireHeader } from './header'
import { openLanes } from './lanes'
import { openPostings } from './postings'
import { readStatement } from './reading'
import { type Recording, recordPage } from './recording'
import { faultsInOrder, type Order, putInOrder, takeOutDuplicates } from './row-order'
import { type Fault, type RowRules, rulesOf } from './row-rules'
import { openSource, type Source, UnreadableFile } from './source'
import { openStaging, type StagedRow, type Staging } from './staging'
import { actorOf } from './statement'

/** The file, its options, the database, and the listener. The options may be wrong. */
export type ImportRequest = Said & {
  /** The database, as in DATABASE_URL; it must be migrated. */
  readonly url: string
  readonly file: string
  /** Skip malformed rows, unless the balances need them. */
  readonly skipInvalid?: boolean
  /** The bank's time zone; without it that of the environment. */
  readonly zone?: string
  /** The present time; without it the clock's. */
  readonly now?: Date
  readonly listener?: ImportListener
}

/** The progress of an import: in bytes while it reads (`total` 0: unknown), else in rows. */
export type Progress = {
  readonly phase: 'read' | 'check' | 'record' | 'compare'
  readonly done: number
  readonly total: number
}

/** Called during the import, so that no lists have to be kept. */
export type ImportListener = {
  onProgress?(progress: Progress): void
  /** A row that is malformed or doesn't follow, before anything is recorded. */
  onFault?(fault: Fault): void
  /** A row that no longer follows, because others wrote to its account meanwhile. */
  onConflict?(fault: Fault): void
  /** A row whose balance differs in the final comparison. */
  onDifference?(difference: Difference): void
}

export type ImportResult =
  /** Nothing was imported, because of the file as a whole or its options. */
  | { readonly outcome: 'unreadable'; readonly sentence: string }
  /** The number of rows that are malformed or don't follow; nothing was imported. */
  | {
      readonly outcome: 'refused'
      readonly malformed: number
      readonly mismatches: number
      readonly order: Order
    }
  /** Others wrote to the same accounts meanwhile. What was recorded before that follows. */
  | ({ readonly outcome: 'stopped' } & Counts)
  | ({
      readonly outcome: 'imported'
      /** The number of malformed rows that were skipped. */
      readonly malformed: number
      /** The number of other rows, and of their accounts. */
      readonly rows: number
      readonly accounts: number
      readonly order: Order
      readonly comparison: Compared
    } & Counts)

type Counts = {
  readonly added: number
  /** Rows that were recorded before. */
  readonly known: number
  readonly accountsOpened: number
}

/**
 * Imports another bank's file: reads and checks every row, checks that every balance follows, then
 * records the rows account by account; finally compares each balance with the log. It can be
 * repeated at any time, after a kill and beside other writers: no row is recorded twice.
 * @throws Error when the database is unreachable
 */
export async function importFile(request: ImportRequest): Promise<ImportResult> {
  try {
    const source = await openSource(request.file)
    try {
      return await importSource(request, source)
    } finally {
      await source.close()
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    return { outcome: 'unreadable', sentence: error.message }
  }
}

async function importSource(request: ImportRequest, source: Source): Promise<ImportResult> {
  const { skipInvalid = false, listener = {} } = request
  await requireHeader(source.head)
  const book = bookOf(request, source.head)
  const openings = openingsOf(request.openings ?? [], book)
  const url = asApplication(request.url)
  const staging = await openStaging(request.url, book.source)
  try {
    const zone = bankZone(request.zone)
    const rules = rulesOf(book, { zone, today: dayIn(zone, request.now ?? new Date()) })
    const malformed = await readInto(staging, source, { rules, listener })
    const { order, follows } = await putInOrder(staging.sql)
    const refused = { outcome: 'refused', malformed, mismatches: 0, order } as const
    if (malformed > 0 && !skipInvalid) return refused
    if (order === 'mixed') {
      return { ...refused, mismatches: await tell(faultsInOrder(staging.sql), listener) }
    }
    const sealed = await staging.seal()
    listener.onProgress?.({ phase: 'check', done: 0, total: sealed.rows })
    const { accounts } = sealed
    const faults = faultsInBalances(staging, { book, openings, accounts, follows })
    const mismatches = await tell(faults, listener)
    if (mismatches > 0) return { ...refused, mismatches }
    const planned = openPlanned(url, { max: LANES + 1 })
    try {
      const postings = openPostings(planned)
      const { now } = request
      const clock = () => now ?? new Date()
      const recording = { sql: planned, book, postings, actor: actorOf(source.name), clock }
      const { isStopped, ...counts } = await record(recording, staging, sealed.rows, listener)
      if (isStopped) return { outcome: 'stopped', ...counts }
      const comparison = await compareWithBook(staging, {
        onDifference: ({ row, found }) =>
          listener.onDifference?.({ row, found, currency: book.currency }),
        onProgress: done => listener.onProgress?.({ phase: 'compare', done, total: sealed.rows }),
      })
      return { outcome: 'imported', malformed, order, ...sealed, ...counts, comparison }
    } finally {
      // Every statement has its answer by now, or waits for a lost database.
      await planned.end({ timeout: 0 })
    }
  } finally {
    await staging.close()
  }
}

/** Reports faults as they are found. @returns their number */
async function tell(
  faults: AsyncIterable<readonly Fault[]>,
  listener: ImportListener,
): Promise<number> {
  let count = 0
  for await (const page of faults) {
    count += page.length
    for (const fault of page) listener.onFault?.(fault)
  }
  return count
}

/** How many pieces of a file are being staged while the next one is read. */
const STAGING_LANES = 2

type Reading = { readonly rules: RowRules; readonly listener: ImportListener }

/** Stages the well-formed rows. @returns the number of malformed ones */
async function readInto(
  staging: Staging,
  source: Source,
  { rules, listener }: Reading,
): Promise<number> {
  const pieces = source.pieces(done =>
    listener.onProgress?.({ phase: 'read', done, total: source.size }),
  )
  let malformed = 0
  const lanes = openLanes(STAGING_LANES)
  try {
    for await (const read of readStatement(pieces, rules)) {
      await lanes.begin(String(read.rows[0]?.line), () => staging.add(read.rows))
      malformed += read.malformed.length
      for (const fault of read.malformed.flat()) listener.onFault?.(fault)
    }
  } finally {
    await lanes.finish()
  }
  return malformed + (await tell(takeOutDuplicates(staging.sql), listener))
}

/** How many pages are recorded at a time, which keeps both the database and this process busy. */
const LANES = 3

/** Records the rows, until an account turns out to have changed since it was checked. */
async function record(
  recording: Recording,
  staging: Staging,
  total: number,
  listener: ImportListener,
): Promise<Counts & { readonly isStopped: boolean }> {
  const counts = { added: 0, known: 0, accountsOpened: 0, isStopped: false }
  let done = 0
  const recordOne = async (rows: readonly StagedRow[]) => {
    if (counts.isStopped) return
    const { conflicts, ...recorded } = await recordPage(recording, rows)
    counts.added += recorded.added
    counts.known += recorded.known
    counts.accountsOpened += recorded.accountsOpened
    if (conflicts.length > 0) counts.isStopped = true
    for (const fault of conflicts) listener.onConflict?.(fault)
    done += rows.length
    listener.onProgress?.({ phase: 'record', done, total })
  }

  const lanes = openLanes(LANES)
  try {
    for await (const accounts of staging.accountPages()) {
      const accountIds = accounts.map(({ accountId }) => accountId)
      for await (const rows of staging.pages(accountIds)) {
        // An account of several pages is recorded page by page.
        await lanes.begin(rows.at(-1)?.accountId ?? '', () => recordOne(rows))
        if (counts.isStopped) return counts
      }
    }
  } finally {
    await lanes.finish()
  }
  return counts
}
