import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Sql } from '../connection'
import { takeIndexes } from './indexes'

/** A table to be filled. */
export type Filled = {
  /** In the order of the fields of its rows. */
  readonly columns: string
  /** Whether its triggers, which are about single appends, rest meanwhile. */
  readonly isGuarded?: boolean
}

/** Sends the next rows of some tables; waits while the database is behind. */
export type SendRows<Name extends string> = (rows: Readonly<Record<Name, Buffer>>) => Promise<void>

/** How much is read ahead of the database, for each table. */
const AHEAD_BYTES = 2 * 1024 * 1024

/**
 * Empties some tables and fills them by COPY in its binary format, all at once. Each is filled in a
 * transaction of its own, with its indexes: it has all of its rows, or none. Rows copied into a table that the
 * same transaction has emptied need neither hint bits nor a freeze later.
 * @param send gets what sends the rows; when it rejects, every table stays empty
 */
export async function fillTables<Name extends string>(
  sql: Sql,
  tables: Readonly<Record<Name, Filled>>,
  send: (rows: SendRows<Name>) => Promise<void>,
): Promise<void> {
  const names = Object.keys(tables) as Name[]
  const pipes = names.map(() => new PassThrough({ highWaterMark: AHEAD_BYTES }))
  for (const pipe of pipes) pipe.on('error', () => {}) // told by `sendTo`, and by its pipeline
  const sendRows: SendRows<Name> = async rows => {
    await Promise.all(names.map((name, n) => sendTo(pipes[n] as PassThrough, rows[name])))
  }
  const sending = send(sendRows).then(
    () => {
      for (const pipe of pipes) pipe.end()
    },
    (error: Error) => {
      for (const pipe of pipes) pipe.destroy(error)
      throw error
    },
  )
  const filling = names.map((name, n) => fill(sql, name, tables[name], pipes[n] as PassThrough))
  const ends = await Promise.allSettled([sending, ...filling])
  const failed = ends.find(end => end.status === 'rejected')
  if (failed) throw failed.reason
}

async function sendTo(pipe: PassThrough, rows: Buffer): Promise<void> {
  if (pipe.errored) throw pipe.errored
  if (rows.length > 0 && !pipe.write(rows)) await once(pipe, 'drain')
}

async function fill(
  sql: Sql,
  table: string,
  { columns, isGuarded = false }: Filled,
  rows: PassThrough,
): Promise<void> {
  try {
    await sql.begin(async tx => {
      if (isGuarded) await tx`alter table ${tx(table)} disable trigger user`
      await tx`truncate ${tx(table)}`
      const build = await takeIndexes(tx, [table])
      const copy = `copy ${table} (${columns}) from stdin (format binary, freeze)`
      await pipeline(rows, await tx.unsafe(copy).writable())
      await tx`set local maintenance_work_mem = '128MB'`
      await build()
      if (isGuarded) await tx`alter table ${tx(table)} enable trigger user`
    })
  } catch (error) {
    rows.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}
