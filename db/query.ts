import {
  asc,
  desc,
  type GetColumnData,
  getTableColumns,
  getTableName,
  type SQL,
  sql,
  type Table,
} from 'drizzle-orm'
import type { PgColumn, PgSession, PgTable } from 'drizzle-orm/pg-core'
import { drizzle as drizzleBy } from 'drizzle-orm/pg-proxy'
import { drizzle } from 'drizzle-orm/postgres-js'
import { type Options, openSql, type Sql, type Transaction } from './connection'
import { throwCause } from './trouble/failures'

/** Drizzle on its own postgres.js client. */
export type Db = ReturnType<typeof openDb>

/**
 * Opens a Drizzle client whose statements are planned for their parameters each time. It has its
 * own postgres.js client, because Drizzle changes the client's serialisers.
 */
export function openDb(url: string, options: Options = {}) {
  return tellingCauses(drizzle(openSql(url, options)))
}

/**
 * Drizzle's query builder on a client for plain SQL, or inside its transaction. Statements are
 * prepared, as all of the client's are, so a list of any length is one parameter (`anyOf`).
 */
export function drizzleOn(client: Sql | Transaction) {
  return tellingCauses(
    drizzleBy(async (text, values, method) => {
      const query = client.unsafe(text, values, { prepare: true })
      return { rows: await (method === 'all' ? query.values() : query) }
    }),
  )
}

/**
 * A statement of every page, built once for each client and planned once for each of its
 * connections: one that finds its rows by key, so that one plan is good for all parameters.
 */
export function preparedOnce<Statement>(prepare: (db: Db) => Statement): (db: Db) => Statement {
  const known = new WeakMap<Db, Statement>()
  return db => {
    const statement = known.get(db) ?? prepare(db)
    known.set(db, statement)
    return statement
  }
}

/** Whether a column has one of some values, which are a single parameter. */
export function anyOf(column: PgColumn, values: readonly unknown[]): SQL {
  return sql`${column} = any(${sql.param([...values])})`
}

export const inOrder = { asc, desc } as const

/**
 * Whether a row comes after the cursor, given as columns and values, in the order of these columns:
 * one row comparison, which an index on them can answer.
 */
export function isAfter(order: 'asc' | 'desc', place: readonly (readonly [PgColumn, unknown])[]) {
  const columns = sql.join(
    place.map(([column]) => sql`${column}`),
    sql`, `,
  )
  const values = sql.join(
    place.map(([column, value]) => sql.param(value, column)),
    sql`, `,
  )
  return sql`(${columns}) ${order === 'asc' ? sql`>` : sql`<`} (${values})`
}

/**
 * A row of a table as plain SQL returns it: by column names; bigint and numeric as text, and dates
 * as text where the statement casts them (`::text`).
 */
export type RowOf<T extends Table, C extends Columns = T['_']['columns']> = {
  readonly [K in keyof C as C[K]['_']['name']]: Plain<C[K]>
}

type Columns = Table['_']['columns']

/**
 * Selects new rows of a table, all in one parameter, for inserting into it or into a copy of it.
 */
export function newRows<T extends PgTable>(
  client: Sql | Transaction,
  table: T,
  rows: readonly T['$inferInsert'][],
) {
  const name: string = getTableName(table)
  return client`
    select * from json_populate_recordset(
      null::${client(name)}, ${rowsJson(table, rows)}::text::json)`
}

/** New rows of a table as JSON by column names. */
export function rowsJson<T extends PgTable>(table: T, rows: readonly T['$inferInsert'][]): string {
  const columns = Object.entries(getTableColumns(table))
  const named = rows.map((row: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(columns.map(([key, column]) => [column.name, row[key]])),
  )
  return JSON.stringify(named, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
}

/** Columns under their SQL names, so that selected rows are like a `RowOf`. */
export function namedBySql<C extends Record<string, PgColumn>>(columns: C) {
  const named = Object.values(columns).map(column => [column.name, column])
  return Object.fromEntries(named) as { [K in keyof C as C[K]['_']['name']]: C[K] } // unique names
}

type Plain<C extends Columns[string]> = C['_']['columnType'] extends
  | 'PgBigInt53'
  | 'PgBigInt64'
  | 'PgNumericBigInt'
  ? string | Extract<GetColumnData<C>, null>
  : GetColumnData<C>

type Prepares = { readonly _: { readonly session: Pick<PgSession, 'prepareQuery'> } }

/** Makes a query fail with its cause instead of Drizzle's error; see `throwCause`. */
function tellingCauses<D extends Prepares>(db: D): D {
  const { session } = db._
  const prepare = session.prepareQuery.bind(session)
  session.prepareQuery = (...asked) => {
    const query = prepare(...asked)
    const execute = query.execute.bind(query)
    query.execute = values => execute(values).catch(throwCause)
    return query
  }
  return db
}
