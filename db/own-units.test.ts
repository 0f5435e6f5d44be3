import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineUnits } from '@/domain/money/own-units'
import { migrate } from './migrate'
import { configureUnits } from './own-units'
import { openTestStore, type TestStore } from './testing/store'
import { ACTOR } from './testing/streams'

let bank: TestStore
const id = randomUUID()
beforeAll(async () => {
  bank = await openTestStore()
})
afterAll(async () => {
  defineUnits([])
  await bank.close()
})

const UNKNOWN = 'is not a currency of this bank'

/** A program in its own process, with a setting for the bank's own units. */
function run(program: string, args: readonly string[], units: string) {
  const env = { ...process.env, DATABASE_URL: bank.url, DAYBOOK_UNITS: units }
  return new Promise<{ code: number; said: string }>(resolve => {
    execFile(process.execPath, ['--import', 'tsx', program, ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, said: out + err }),
    )
  })
}

const known = async () =>
  (await bank.sql`select code, places from known_units order by code`).map(
    row => `${row.code} ${row.places}`,
  )

test('places of a unit without accounts can change, and a setting that can’t be read stops all', async () => {
  await migrate(bank.url, 'HRS:0:h,PTS:2:p')
  expect(await known()).toEqual(['HRS 0', 'PTS 2'])
  await expect(migrate(bank.url, 'EUR:2:€')).rejects.toThrow(
    'DAYBOOK_UNITS can’t be used. EUR is a code of ISO 4217. Choose another one.',
  )
  await migrate(bank.url, '')
  await migrate(bank.url, 'HRS:2:h,PTS:0:★')
  expect(await known()).toEqual(['HRS 2', 'PTS 0'])
})

test('a unit that an account has keeps its places, and stays in the setting', async () => {
  configureUnits('HRS:2:h,PTS:0:★')
  await bank.store.saveEvents(id, eventsIn('HRS'), 0)

  const start = (units: string) => run('db/migrate.ts', [], units)
  expect(await start('HRS:1:h,PTS:0:★')).toEqual({
    code: 1,
    said:
      'Accounts have amounts in HRS with 2 decimal places, and DAYBOOK_UNITS gives it 1. ' +
      'Write HRS:2 and its symbol.\n',
  })
  expect(await start('PTS:0:★')).toEqual({
    code: 1,
    said:
      'Accounts have amounts in HRS with 2 decimal places, and DAYBOOK_UNITS doesn’t have it. ' +
      'Write HRS:2 and its symbol.\n',
  })
  expect(await start('HRS:2:Std.')).toEqual({ code: 0, said: '' })
  expect(await start('HRS:2:h,PTS:1:★')).toEqual({ code: 0, said: '' })
  expect(await known()).toEqual(['HRS 2', 'PTS 1'])
})

test('a refused start changes nothing of what is recorded', async () => {
  await expect(migrate(bank.url, 'HRS:3:h,NEW:0:n')).rejects.toThrow('DAYBOOK_UNITS gives it 3')
  expect(await known()).toEqual(['HRS 2', 'PTS 1'])
})

test('a tool in its own process reads accounts in own units', async () => {
  const check = (units: string) => run('db/tools/projections.ts', ['check'], units)
  expect((await check('HRS:2:h')).said).not.toContain(UNKNOWN)
  expect((await check('')).said).toContain(UNKNOWN)
})

test('another bank’s statement in an own unit is imported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-units-'))
  const file = join(folder, 'hours.csv')
  const header =
    'account_id,date,direction,amount,balance_after,operation,purpose,counterparty_bank,' +
    'counterparty_account,transaction_id'
  await writeFile(file, `${header}\ngarden,2026-05-04,credit,1.25,1.25,,,,,1\n`)
  const options = [file, '--source', 'timebank', '--currency', 'HRS']
  const imported = await run('db/tools/import.ts', options, 'HRS:2:h')
  const refused = await run('db/tools/import.ts', [...options.slice(0, 4), 'PTS'], 'HRS:2:h')
  await rm(folder, { recursive: true })
  expect(imported.code, imported.said).toBe(0)
  const [row] = await bank.sql`select currency, balance from accounts where aggregate_id <> ${id}`
  expect(row).toEqual({ currency: 'HRS', balance: '125' })
  expect(refused.said).toContain('"PTS" is not a supported currency')
})

function eventsIn(currency: string) {
  const opened = { accountId: id, owner: 'Ivan', reference: null, customerId: null }
  const moved = { amount: 125n, balance: 125n, currency, note: null }
  return [
    { event: { type: 'AccountCreated', currency, openingBalance: 0n, ...opened }, actor: ACTOR },
    { event: { type: 'MoneyDeposited', ...moved }, actor: ACTOR },
  ] as const
}
