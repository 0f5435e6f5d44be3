import { changeOf } from '@/domain/entry'
import type { RecordedEvent } from '@/domain/ports'
import type { Sql } from '../connection'
import { type EventRow, recordedEvent } from '../event-rows'
import type { StagedRow } from './staging'
import { IMPORTER_ID, instantOf } from './statement'

/** The balance right after a row's event, in minor units. */
export type BookBalance = {
  readonly balance: bigint
  /** How much of it comes from events that no import made. */
  readonly byOthers: bigint
}

/** The balances that the log gives for the rows of some accounts. */
export type BookBalances = {
  /** Ask row by row, by account id and then in the order of the file. Null: not in the book. */
  after(row: StagedRow): Promise<BookBalance | null>
  close(): Promise<void>
}

const DAY_MS = 86_400_000
const NOTHING: BookBalance = { balance: 0n, byOthers: 0n }

/**
 * Adds up the stored amounts of each account anew, in business order: by when they happened, and
 * for the same instant as they were recorded. Nothing that the import computed is used, nor any
 * recorded balance or snapshot. Memory is bounded by one account's day.
 */
export function balancesInBook(sql: Sql, accountIds: readonly string[]): BookBalances {
  const events = eventsInBusinessOrder(sql, accountIds)
  /** Read, but not added up yet; undefined: not read yet; null: there is none. */
  let upcoming: RecordedEvent | null | undefined
  let total = { accountId: '', ...NOTHING }
  let ofDay = { accountId: '', day: '', balances: new Map<string | null, BookBalance>() }

  return {
    async after({ accountId, day, commandId }) {
      if (ofDay.accountId !== accountId || ofDay.day !== day) {
        ofDay = { accountId, day, balances: new Map() }
      }
      const start = instantOf(day).getTime()
      for (;;) {
        const found = ofDay.balances.get(commandId)
        if (found) return found
        if (upcoming === undefined) upcoming = (await events.next()).value ?? null
        if (upcoming === null || upcoming.aggregateId > accountId) return null
        const isOfAccount = upcoming.aggregateId === accountId
        const at = upcoming.occurredAt.getTime()
        if (isOfAccount && at >= start + DAY_MS) return null
        add(upcoming)
        if (isOfAccount && at >= start) ofDay.balances.set(upcoming.commandId, total)
        upcoming = undefined
      }
    },
    async close() {
      await events.return(undefined)
    },
  }

  function add({ aggregateId: accountId, actor, event }: RecordedEvent): void {
    const before = total.accountId === accountId ? total : NOTHING
    const change = changeOf(event)
    const byOthers = before.byOthers + (actor.id === IMPORTER_ID ? 0n : change)
    total = { accountId, balance: before.balance + change, byOthers }
  }
}

async function* eventsInBusinessOrder(
  sql: Sql,
  accountIds: readonly string[],
): AsyncGenerator<RecordedEvent, undefined> {
  const pages = sql<EventRow[]>`
    select * from log where aggregate_id = any(${[...accountIds]}::uuid[])
    order by aggregate_id, occurred_at, event_version`.cursor(1000)
  for await (const rows of pages) {
    for (const row of rows) yield recordedEvent(row)
  }
}
