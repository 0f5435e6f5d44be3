import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { openPlanned } from '../connection'
import { createEventStore } from '../event-store'
import { contentOf, fileOf, openSharedBook, runImport, statementOf } from './fixture'
import { openPostings } from './postings'
import { readStatement } from './reading'
import { recordPage } from './recording'
import { rulesOf } from './row-rules'
import { openStaging } from './staging'
import { accountIdOf, actorOf, DEMO_BOOK } from './statement'

/** The balance in the account when a page that was checked earlier is recorded. */
const FIRST = '7,2001-05-01,credit,100,100,,,,,1'
let bank: Awaited<ReturnType<typeof openSharedBook>>

beforeEach(async () => {
  bank = await openSharedBook()
  await runImport(bank.url, await fileOf(statementOf(FIRST)))
})
afterEach(() => bank.close())

/** Records rows as one page, unchecked since another import. */
async function record(...lines: readonly string[]) {
  const { url } = bank
  const staging = await openStaging(url, DEMO_BOOK.source)
  const sql = openPlanned(url)
  onTestFinished(() => Promise.all([staging.close(), sql.end()]).then(() => {}))
  async function* pieces() {
    yield statementOf(...lines)
  }
  for await (const { rows } of readStatement(
    pieces(),
    rulesOf(DEMO_BOOK, { today: '2001-12-31', zone: 'UTC' }),
  )) {
    await staging.add(rows)
  }
  await staging.seal()
  const recording = {
    sql,
    book: DEMO_BOOK,
    postings: openPostings(sql),
    actor: actorOf('test.csv'),
    clock: () => new Date(),
  }
  const recorded = []
  for await (const accounts of staging.accountPages()) {
    for await (const rows of staging.pages(accounts.map(({ accountId }) => accountId))) {
      recorded.push(await recordPage(recording, rows))
    }
  }
  return recorded
}

async function post(amount: bigint, balance: bigint, version: number) {
  const store = createEventStore(bank.url)
  onTestFinished(() => store.close())
  const event = { type: 'MoneyDeposited', amount, balance, currency: 'CZK', note: null } as const
  const actor = { id: 'u-1', name: 'Tess Teller', role: 'teller' }
  await store.saveEvents(accountIdOf('berka', '7'), [{ event, actor }], version)
}

test('a row that no longer follows is one conflict, and no later row is recorded', async () => {
  await runImport(bank.url, await fileOf(statementOf('7,2001-05-02,credit,10,110,,,,,other')))
  const before = await contentOf(bank.sql)
  const recorded = await record(
    '7,2001-05-02,credit,1,101,,,,,2',
    '7,2001-05-03,credit,1,102,,,,,3',
  )
  expect(recorded).toEqual([
    {
      added: 0,
      known: 0,
      accountsOpened: 0,
      conflicts: [
        {
          line: 2,
          column: 'balance_after',
          sentence:
            'expected a balance of 100.00 on account 7 before this row, as checked; found 110.00',
        },
      ],
    },
  ])
  expect(await contentOf(bank.sql)).toEqual(before)
})

test('postings made here meanwhile are no conflict', async () => {
  await post(500n, 10500n, 2)
  expect(await record('7,2001-05-02,credit,1,101,,,,,2')).toMatchObject([
    { added: 1, conflicts: [] },
  ])
  await post(500n, 11100n, 4)
  expect(await record('7,2001-05-03,credit,1,102,,,,,3')).toMatchObject([
    { added: 1, conflicts: [] },
  ])
})

test('but they don’t compensate for rows of another import', async () => {
  await runImport(bank.url, await fileOf(statementOf('7,2001-05-02,credit,10,110,,,,,other')))
  await post(500n, 11500n, 3)
  expect(await record('7,2001-05-02,credit,1,101,,,,,2')).toMatchObject([
    { added: 0, conflicts: [{ sentence: expect.stringMatching(/of 100\.00 .*found 110\.00/) }] },
  ])
})

test('over many pages, postings are added up once and continued', async () => {
  await post(500n, 10500n, 2)
  const lines = Array.from(
    { length: 2_500 },
    (_, n) => `7,2001-05-02,credit,1,${101 + n},,,,,p${n}`,
  )
  const recorded = await record(...lines)
  expect(recorded.map(({ added }) => added)).toEqual([1000, 1000, 500])
  expect(recorded.flatMap(({ conflicts }) => conflicts)).toEqual([])
})

test('a new account of another currency is a conflict', async () => {
  const { url } = bank
  await runImport(url, await fileOf(statementOf('9,2001-05-01,credit,1,1,,,,,z')), {
    source: 'sparkasse',
    currency: 'EUR',
  })
  const id = accountIdOf('sparkasse', '9')
  const store = createEventStore(url)
  onTestFinished(() => store.close())
  const sql = openPlanned(url)
  onTestFinished(() => sql.end())
  const recorded = await recordPage(
    {
      sql,
      book: { source: 'sparkasse', currency: 'USD' },
      postings: openPostings(sql),
      actor: actorOf('test.csv'),
      clock: () => new Date(),
    },
    [
      {
        line: 2,
        accountId: id,
        commandId: '00000000-0000-4000-8000-000000000001',
        account: '9',
        transactionId: 'y',
        day: '2001-05-02',
        change: 100n,
        balanceAfter: 200n,
        note: null,
      },
    ],
  )
  expect(recorded).toMatchObject({ added: 0, conflicts: [{ line: 2 }] })
})
