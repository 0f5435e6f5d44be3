import type { Stream } from '@/domain/event-sourcing/ports'
import { accountRow, storedRow } from '../accounts/account-rows'
import type { Sql, Transaction } from '../connection'
import { dayZoneOf, OCCURRED_ON_SQL } from '../day-zone'
import { anyOf, drizzleOn, type RowOf } from '../query'
import { accounts } from '../schema'
import { requireAttachedSince } from '../streams/detached'
import { ACTOR_ID_SQL } from '../timeline/event-amounts'
import { APPROVAL_ROWS } from './approvals'
import { CASE_FILE_ROWS } from './case-files'
import { checkCommands } from './check-commands'
import { checkFeed } from './check-feed'
import { createFlows, HANDLED_JOIN, isHandled, keepLeftOver } from './check-flows'
import { checkInsights } from './check-insights'
import { createBooks, textIn } from './check-ledger'
import { checkPayments } from './check-payments'
import { checkPeople } from './check-people'
import { createRowsCheck } from './check-rows'
import { checkEvent, type Seen, unseen } from './check-streams'
import { collectDifferences, compareRows, type Difference, type Report } from './differences'
import { type FoldedEvent, streamPages } from './fold'
import { copyLog, type LogRow, ofStreams } from './log-rows'
import { PAYMENT_BATCH_ROWS } from './payment-batches'
import { PAYMENT_ORDER_ROWS } from './payment-orders'
import { PAYMENT_PLAN_ROWS } from './payments'
import { checkOrphans, snapshotIn, snapshotJoin } from './stored-snapshots'

export type { Difference } from './differences'

/**
 * Folds the whole log from its first events and compares it with the events' own versions, clocks
 * and balances, every snapshot, every row of the read models, the trial balance, the answers to
 * commands, and the feed. It uses one database snapshot, while writers go on. The log is streamed:
 * memory is bounded by a page of accounts and a number of differences.
 * @throws YearDetached while a year of the archive is in cold storage
 */
export async function checkProjections(
  sql: Sql,
  onProgress: (streams: number) => void = () => {},
): Promise<Difference[]> {
  return sql.begin('isolation level repeatable read', async tx => {
    await requireAttachedSince(tx, undefined)
    const { report, all } = collectDifferences()
    await checkFeed(tx, report)
    await checkCommands(tx, report)
    await checkOrphans(tx, report)
    await orphanRows(tx, report)
    await keepLeftOver(tx)
    const flows = createFlows(await dayZoneOf(tx, 'daily_flows'))
    const books = createBooks()
    const rows = [
      createRowsCheck(APPROVAL_ROWS),
      createRowsCheck(PAYMENT_ORDER_ROWS),
      createRowsCheck(PAYMENT_BATCH_ROWS),
      createRowsCheck(CASE_FILE_ROWS),
      createRowsCheck(PAYMENT_PLAN_ROWS),
    ]
    const end = (stream: Stream) => {
      for (const one of rows) one.end(stream)
    }
    const counts: Counts = (event, row) => {
      books.count(event, textIn(row.further.at(-2)))
      if (isHandled(row.further.at(-1))) flows.count(event, textIn(row.further.at(-3)) || undefined)
    }
    let checked = 0
    let unreadable = 0
    for await (const ids of streamPages(tx)) {
      unreadable += await checkStreams(tx, ids, { count: counts, end }, report)
      checked += ids.length
      onProgress(checked)
    }
    await flows.compare(tx, report)
    for (const one of rows) await one.compare(tx, report)
    if (unreadable === 0) {
      await checkInsights(tx, report)
      await checkPayments(tx, report)
      await books.compare(tx, report)
    } else {
      const sentence = `They were not compared: ${unreadable} events can’t be read.`
      report('insights tables', 'all', sentence)
      report('ledger', 'all', sentence)
    }
    return all()
  })
}

type Counts = (event: FoldedEvent, row: LogRow) => void

/** What hears of each event, and of each stream at its end. */
type Ears = { readonly count: Counts; readonly end: (stream: Stream) => void }

/** @returns how many events could not be read */
async function checkStreams(
  tx: Transaction,
  ids: readonly string[],
  { count, end }: Ears,
  report: Report,
): Promise<number> {
  const ends: Seen[] = []
  let current: Seen | null = null
  let unreadable = 0
  const snapshots = snapshotJoin()
  const copied = {
    filter: ofStreams(ids),
    joins: `${snapshots.joins} ${HANDLED_JOIN.joins}`,
    further: [...snapshots.further, OCCURRED_ON_SQL, ACTOR_ID_SQL, ...HANDLED_JOIN.further],
  }
  await copyLog(tx, copied, row => {
    if (current?.stream.aggregateId !== row.aggregateId) {
      if (current) ends.push(current)
      current = unseen(row.aggregateId)
    }
    const { seen, event } = checkEvent(current, row, snapshotIn(row.further), report)
    current = seen
    if (!event) unreadable++
    else count(event, row)
  })
  if (current) ends.push(current)
  for (const { stream, isBroken } of ends) if (!isBroken) end(stream)
  await checkRows(tx, ids, ends, report)
  await checkPeople(
    tx,
    ends.flatMap(({ stream, isBroken }) => (isBroken ? [] : [stream])),
    report,
  )
  return unreadable
}

async function checkRows(
  tx: Transaction,
  ids: readonly string[],
  ends: readonly Seen[],
  report: Report,
): Promise<void> {
  const rows = await accountsOf(tx, ids)
  for (const { stream, isBroken } of ends) {
    const key = stream.aggregateId
    if (isBroken) {
      report('accounts', key, 'Its row can’t be compared, because its events can’t be folded.')
      continue
    }
    const row = accountRow(stream)
    const expected = row && storedRow(row)
    const sentence = compareRows('The row of the account list', rows.get(key) ?? null, expected)
    if (sentence) report('accounts', key, sentence)
  }
}

async function accountsOf(tx: Transaction, ids: readonly string[]) {
  const rows = await drizzleOn(tx).select().from(accounts).where(anyOf(accounts.aggregateId, ids))
  return new Map(rows.map(row => [row.aggregateId, row]))
}

/** Reports account rows without a stream. */
async function orphanRows(tx: Transaction, report: Report): Promise<void> {
  // Plain SQL: Drizzle has no cursors.
  const rows = tx<Pick<RowOf<typeof accounts>, 'aggregate_id'>[]>`
    select aggregate_id from accounts a where not exists (
      select from log e where e.aggregate_id = a.aggregate_id)`
  for await (const page of rows.cursor(500)) {
    for (const { aggregate_id: id } of page)
      report('accounts', id, 'The row of the account list has no events.')
  }
}
