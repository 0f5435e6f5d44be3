import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import { openSql } from '../connection'
import { openThrowAway } from '../embedded/throw-away.mjs'
import { createEventStore } from '../event-store'
import { migrate } from '../migrate'
import { movementOn } from '../testing/streams'
import {
  contentOf,
  countEvents,
  EXTRACT,
  fileOf,
  openBook,
  openSharedBook,
  runImport,
  statementOf,
  statementOfMany,
} from './fixture'
import { accountIdOf } from './statement'

const ROWS = 12_000
const ACCOUNTS = 40

/** The options for a file that is not the demo's. */
const BERKA = ['--source', 'berka', '--currency', 'CZK']

/** The tool as npm run import starts it, in its own process. */
function startTool(url: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'db/tools/import.ts', ...args], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function outcomeOf(child: ChildProcess) {
  let output = ''
  child.stdout?.on('data', chunk => (output += chunk))
  child.stderr?.on('data', chunk => (output += chunk))
  const [code] = await once(child, 'close')
  return { code, output }
}

describe('an import beside other writers', () => {
  test.each([
    ['oldest first', (rows: readonly string[]) => rows],
    ['newest first', (rows: readonly string[]) => rows.toReversed()],
  ])(
    'killed in the middle of a file that is %s, and started again, it leaves what one import leaves',
    async (order, inOrder) => {
      const [killed, whole] = [await openBook(), await openBook()]
      const [header = '', ...rows] = statementOfMany(ROWS, ACCOUNTS).trim().split('\n')
      const file = await fileOf([header, ...inOrder(rows)].join('\n'))
      const child = startTool(killed.url, file, ...BERKA)
      const closed = once(child, 'close')
      while ((await countEvents(killed.sql)) === 0 && child.exitCode === null) {
        // It is not recording yet.
      }
      child.kill('SIGKILL')
      expect(await closed).toEqual([null, 'SIGKILL'])
      const left = await countEvents(killed.sql)
      expect(left).toBeGreaterThan(0)
      expect(left).toBeLessThan(ROWS)

      const { result } = await runImport(killed.url, file)
      expect(result).toMatchObject({ comparison: { compared: ROWS, differing: 0 } })
      expect(result).toMatchObject({ order, known: expect.any(Number) })
      await runImport(whole.url, file)
      expect(await contentOf(killed.sql)).toEqual(await contentOf(whole.sql))
    },
  )

  test('beside another import of the same file, each row is recorded once', async () => {
    const [raced, whole] = [await openBook(), await openBook()]
    const file = await fileOf(statementOfMany(ROWS, ACCOUNTS))
    const results = await Promise.all([1, 2, 3].map(() => runImport(raced.url, file)))
    const added = results.map(({ result }) => (result.outcome === 'imported' ? result.added : -1))
    expect(added.reduce((sum, rows) => sum + rows)).toBe(ROWS)
    for (const { result } of results) {
      expect(result).toMatchObject({ comparison: { compared: ROWS, differing: 0 } })
    }
    await runImport(whole.url, file)
    expect(await contentOf(raced.sql)).toEqual(await contentOf(whole.sql))
  })

  test('beside tellers on the same accounts, all postings are there', async () => {
    const { url, sql } = await openBook()
    const file = await fileOf(statementOfMany(ROWS, ACCOUNTS))
    const store = createEventStore(url)
    onTestFinished(() => store.close())
    let accepted = 0
    let isImporting = true

    const post = async () => {
      while (isImporting) {
        const answers = await handleUntilAnswered(
          Array.from({ length: ACCOUNTS }, (_, account) =>
            movementOn(accountIdOf('berka', String(account)), 'Deposit', '1'),
          ),
          store,
        )
        accepted += answers.filter(({ outcome }) => outcome === 'accepted').length
      }
    }
    const importing = runImport(url, file).finally(() => {
      isImporting = false
    })
    const [{ result }] = await Promise.all([importing, post()])
    expect(result).toMatchObject({ added: ROWS, comparison: { differing: 0 } })
    expect(accepted).toBeGreaterThan(0)
    expect(await countEvents(sql)).toBe(ROWS + ACCOUNTS + accepted)
    const [sum] = await sql<{ balance: string }[]>`select sum(balance) as balance from accounts`
    const withdrawals = Math.ceil(ROWS / 3)
    const imported = (ROWS - withdrawals) * 7 - withdrawals * 3
    expect(Number(sum?.balance)).toBe((imported + accepted) * 100)
  })
})

describe('a database that dies', () => {
  test('ends the import with a sentence, and the next one continues', async () => {
    const cluster = await openThrowAway()
    onTestFinished(() => cluster.close())
    await migrate(cluster.url)
    const sql = openSql(cluster.url)
    onTestFinished(() => sql.end())
    const file = await fileOf(statementOfMany(ROWS, ACCOUNTS))
    const child = startTool(cluster.url, file, ...BERKA)
    const ended = outcomeOf(child)
    while ((await countEvents(sql)) === 0 && child.exitCode === null) {
      // It is not recording yet.
    }
    await cluster.kill()
    const { code, output } = await ended
    expect(output).toMatch(/The database can’t be reached.* Rows imported so far are kept/)
    expect(code).toBe(1)
    const { result } = await runImport(cluster.url, file)
    expect(result).toMatchObject({ comparison: { compared: ROWS, differing: 0 } })
  })
})

/** A valid file that is not the demo's. */
const OTHER = 'OTHER'

describe('the tool', () => {
  let migrated: Awaited<ReturnType<typeof openSharedBook>>
  beforeAll(async () => {
    migrated = await openSharedBook()
  })
  afterAll(() => migrated.close())

  test('says what it did, and exits with 0', async () => {
    const { url } = await openBook()
    const { code, output } = await outcomeOf(startTool(url, EXTRACT))
    expect(output).toContain('Recorded 500 rows and opened 7 accounts')
    expect(output).toContain('Compared 500 balances with the events: no diff')
    expect(code).toBe(0)
  })

  test.each([
    ['no file', [], 2, /Name the file to import\.\s+Usage:/],
    ['two files', ['a', 'b'], 2, /one file at a time/],
    ['an option that there is not', ['a', '--skip'], 2, /--skip/],
    ['an option without its value', ['a', '--source'], 2, /--source.*argument missing/],
    ['a balance below zero that looks like an option', ['a', '--opening', '-5'], 2, /--opening=-/],
    ['neither source nor currency', [OTHER], 1, /Add --source NAME, .*--currency CODE/],
    [
      'no source',
      [OTHER, '--currency', 'CZK'],
      1,
      /Add --source NAME, the bank that the file comes from\./,
    ],
    ['an opening balance below zero', [OTHER, ...BERKA, '--opening=-5'], 1, /opened below zero/],
    [
      'another opening balance',
      [OTHER, ...BERKA, '--opening', '1'],
      1,
      /^Line 2, .*1 row does not/s,
    ],
    ['the demo’s file in another currency', [EXTRACT, '--currency', 'EUR'], 1, /is in CZK/],
    ['a missing file', ['no-such-file.csv'], 1, /File not found: ".*no-such-file.csv"/],
  ])('%s', async (_, args, expected, sentence) => {
    const other = await fileOf(statementOfMany(2, 1))
    const given = args.map(text => (text === OTHER ? other : text))
    const { code, output } = await outcomeOf(startTool(migrated.url, ...given))
    expect(output).toMatch(sentence)
    expect(code).toBe(expected)
    expect(await countEvents(migrated.sql)).toBe(0)
  })

  test('accepts all options', async () => {
    const { url, sql } = await openBook()
    const text = statementOf('7 a,2001-05-02,debit,1,49,,,,,2', '7 a,2001-05-01,debit,10,50,,,,,1')
    const args = [await fileOf(text), '--source', 'Spar', '--currency', 'eur', '--opening']
    const { code, output } = await outcomeOf(startTool(url, ...args, '7 a=60'))
    expect(output).toContain('It is sorted newest first and was read from its end.')
    expect(code).toBe(0)
    const rows = await sql`select reference, currency, balance::text as balance from accounts`
    expect([...rows]).toEqual([{ reference: 'spar/7 a', currency: 'EUR', balance: '4900' }])
  })

  test('exits with 1 when a row is malformed, and when the database is unreachable', async () => {
    const { url } = await openBook()
    const file = await fileOf(statementOfMany(3, 1).replace('2001-', '2001/'))
    const refused = await outcomeOf(startTool(url, file, ...BERKA))
    expect(refused).toMatchObject({ code: 1, output: expect.stringMatching(/1 row is malformed/) })
    const lost = await outcomeOf(startTool('postgres://nobody@127.0.0.1:1/none', file, ...BERKA))
    expect(lost).toMatchObject({ code: 1, output: expect.stringMatching(/can’t be reached/) })
  })
})
