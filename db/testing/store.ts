import { openSql, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { freshDatabase } from './database'

/** A database with a store and a client. */
export type TestStore = {
  readonly url: string
  readonly store: EventStore
  readonly sql: Sql
  /** Closes both and drops the database. */
  readonly close: () => Promise<void>
}

/** Call it in `beforeAll`, and `close` in `afterAll`. */
export async function openTestStore(): Promise<TestStore> {
  const { url, drop } = await freshDatabase()
  const [store, sql] = [createEventStore(url), openSql(url)]
  const close = async () => {
    await Promise.all([store.close(), sql.end()])
    await drop()
  }
  return { url, store, sql, close }
}
