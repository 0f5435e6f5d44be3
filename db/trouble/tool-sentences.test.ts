import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openSql, type Sql } from '../connection'
import { freshDatabase } from '../testing/database'
import { runTool } from './tool-sentences'

let url: string
let drop: () => Promise<void>
let owner: Sql

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  owner = openSql(url, { max: 1 })
})
afterAll(async () => {
  await owner.end()
  await drop()
})

/** Runs one statement as a tool. @returns what it says */
async function said(settings: Record<string, string>, statement: string, at = url) {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const sql = openSql(at, { max: 1, connection: settings })
  try {
    await runTool('Run it again.', () => sql.unsafe(statement))
    expect(process.exitCode).toBe(1)
    return log.mock.calls.join()
  } finally {
    process.exitCode = 0
    log.mockRestore()
    await sql.end()
  }
}

test('a tool says why the database stopped it, and how to go on', async () => {
  const insert = "insert into known_units (code, places) values ('ABC', 2)"
  const readOnly = { default_transaction_read_only: 'on' }
  expect(await said(readOnly, insert)).toMatch(
    /^The database is read-only\..* \(25006\) Run it again\.$/,
  )
  expect(await said({ statement_timeout: '50' }, 'select pg_sleep(60)')).toMatch(/in time.*57014/)
  const full = "do $$ begin raise exception 'x' using errcode = '53100'; end $$"
  expect(await said({}, full)).toMatch(/disk of the database is full.*53100/)
  const nobody = 'postgres://nobody@127.0.0.1:9/nothing'
  expect(await said({}, 'select 1', nobody)).toMatch(/can’t be reached.*ECONNREFUSED/)
  await owner.begin(async tx => {
    await tx`lock table known_units in access exclusive mode`
    expect(await said({ lock_timeout: '50' }, insert)).toMatch(/locked a table.*55P03/)
  })
})

test('a fault of the program is thrown', async () => {
  await expect(said({}, 'select nothing_there')).rejects.toMatchObject({ code: '42703' })
})
