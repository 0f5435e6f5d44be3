import { readFile } from 'node:fs/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createEventStore } from '../event-store'
import { compareWithBook } from './comparison'
import {
  contentOf,
  countEvents,
  EXTRACT,
  fileOf,
  openBook,
  runImport,
  statementOf,
  statementOfMany,
} from './fixture'
import { readStatement } from './reading'
import { rulesOf } from './row-rules'
import { openStaging } from './staging'
import { accountIdOf, DEMO_BOOK } from './statement'

async function openStore(url: string) {
  const store = createEventStore(url)
  onTestFinished(() => store.close())
  return store
}

describe('a file', () => {
  test('becomes accounts and events, with every balance of the file', async () => {
    const { url } = await openBook()
    const { result, differences } = await runImport(url, EXTRACT)
    expect(result).toMatchObject({ outcome: 'imported', rows: 500, accounts: 7, added: 500 })
    expect(result).toMatchObject({ known: 0, accountsOpened: 7, malformed: 0 })
    expect(result).toHaveProperty('comparison', { compared: 500, differing: 0, explained: 0 })
    expect(differences).toEqual([])

    const store = await openStore(url)
    const [opened, first] = await store.getEventStream(accountIdOf('berka', '576'), 1, 2)
    expect(opened).toMatchObject({
      occurredAt: new Date('1993-01-01T11:00:00Z'),
      occurredOn: '1993-01-01',
      actor: { id: 'import', name: 'Import of berka-extract.csv', role: 'system' },
      event: { type: 'AccountCreated', reference: '576', currency: 'CZK', openingBalance: 0n },
    })
    expect(first).toMatchObject({
      occurredAt: new Date('1993-01-01T11:00:00Z'),
      occurredOn: '1993-01-01',
      event: { type: 'MoneyDeposited', amount: 90000n, balance: 90000n, note: 'Cash deposit' },
    })
    const overdrawn = await store.stateAt(accountIdOf('berka', '8566'), {})
    expect(overdrawn.stream.state).toMatchObject({ balance: -265670n })
  })

  test('leaves a snapshot at every hundredth event, as every other writer does', async () => {
    const { url, sql } = await openBook()
    await runImport(url, EXTRACT)
    const snapshots = await sql`
      select aggregate_id as id, version from snapshots order by aggregate_id`
    const expected = ['2762', '5622'].map(account => accountIdOf('berka', account)).sort()
    expect([...snapshots]).toEqual(expected.map(id => ({ id, version: 100 })))
  })

  test('gives the last balance of each day, as of its end, for every account', async () => {
    const { url } = await openBook()
    await runImport(url, EXTRACT)
    const store = await openStore(url)
    const rows = (await readFile(EXTRACT, 'utf8')).trim().split('\n').slice(1)
    const lastOfDay = new Map(
      rows.map(row => {
        const [reference = '', day = '', , , balance = ''] = row.split(',')
        return [`${reference} ${day}`, { reference, day, balance }]
      }),
    )
    expect(lastOfDay.size).toBeGreaterThan(300)
    for (const { reference, day, balance } of lastOfDay.values()) {
      const asOf = new Date(`${day}T23:59:59Z`)
      const { stream } = await store.stateAt(accountIdOf('berka', reference), { asOf })
      expect(stream.state).toMatchObject({ balance: BigInt(balance.replace('.', '')) })
    }
  })

  test('imported again, also under another name, adds nothing', async () => {
    const { url, sql } = await openBook()
    await runImport(url, EXTRACT)
    const before = await contentOf(sql)
    const { result } = await runImport(url, await fileOf(await readFile(EXTRACT), 'other.csv'))
    expect(result).toMatchObject({ added: 0, known: 500, accountsOpened: 0 })
    expect(await contentOf(sql)).toEqual(before)
  })

  test('that continues another adds its own rows', async () => {
    const { url, sql } = await openBook()
    const [header = '', ...rows] = (await readFile(EXTRACT, 'utf8')).trim().split('\n')
    const first = await fileOf([header, ...rows.slice(0, 300)].join('\n'))
    const second = await fileOf([header, ...rows.slice(250)].join('\n'))
    await runImport(url, first)
    const { result } = await runImport(url, second)
    expect(result).toMatchObject({ added: 200, known: 50, comparison: { differing: 0 } })
    expect(await countEvents(sql)).toBe(507)
  })

  test('may have a byte order mark, CRLF, quotes, blank lines and no last line end', async () => {
    const { url, sql } = await openBook()
    const text = `${statementOf(
      '7,2001-05-01,credit,100,100.0,"cash, ""deposit""",,,,1',
      '',
      '7,2001-05-01,debit,0.50,99.50,transfer out,household,EF,1222903,"2"',
    )}`
    const file = await fileOf(`\uFEFF${text.trimEnd().replaceAll('\n', '\r\n')}`)
    const { result } = await runImport(url, file)
    expect(result).toMatchObject({ added: 2, comparison: { compared: 2, differing: 0 } })
    const notes = await sql`
      select event_data->>'note' as note from events where event_version > 1
      order by event_version`
    expect([...notes]).toEqual([
      { note: 'Cash, "deposit"' },
      { note: 'Transfer out · household · to account 1222903 at bank EF' },
    ])
  })

  test('may have one account of many pages', async () => {
    const { url } = await openBook()
    const { result } = await runImport(url, await fileOf(statementOfMany(2_600, 1)))
    expect(result).toMatchObject({ added: 2_600, accountsOpened: 1 })
    expect(result).toHaveProperty('comparison', { compared: 2_600, differing: 0, explained: 0 })
    const { stream } = await (await openStore(url)).stateAt(accountIdOf('berka', '0'), {})
    expect(stream).toMatchObject({ version: 2_601 })
  })

  test('with a header only adds nothing', async () => {
    const { url } = await openBook()
    const { result } = await runImport(url, await fileOf(statementOf()))
    expect(result).toMatchObject({ outcome: 'imported', rows: 0, accounts: 0, added: 0 })
  })
})

/** The comparison alone: compares rows with the log that were not checked before. */
async function compare(url: string, text: string) {
  const staging = await openStaging(url, DEMO_BOOK.source)
  onTestFinished(() => staging.close())
  async function* pieces() {
    yield text
  }
  for await (const { rows } of readStatement(
    pieces(),
    rulesOf(DEMO_BOOK, { today: '2001-12-31', zone: 'UTC' }),
  )) {
    await staging.add(rows)
  }
  await staging.seal()
  const differences: unknown[] = []
  const compared = await compareWithBook(staging, {
    onDifference: difference => differences.push(difference),
    onProgress: () => {},
  })
  return { compared, differences }
}

describe('the comparison', () => {
  test('reports the wrong row, and not each row after it', async () => {
    const { url } = await openBook()
    const text = statementOf(
      '7,2001-05-01,credit,100,100,,,,,1',
      '7,2001-05-02,credit,50,150,,,,,2',
      '7,2001-05-03,debit,10,140,,,,,3',
      '8,2001-05-03,credit,10,10,,,,,4',
    )
    await runImport(url, await fileOf(text))
    const wrong = text.replace('150', '149.99').replace('140', '139.99')
    const { compared, differences } = await compare(url, wrong)
    expect(compared).toMatchObject({ compared: 4, differing: 2 })
    expect(differences).toMatchObject([{ row: { line: 3, balanceAfter: 14999n }, found: 15000n }])
  })

  test('reads the log: an injected event shows, there and before', async () => {
    const { url, sql } = await openBook()
    const text = statementOf('7,2001-05-01,credit,100,100,,,,,1')
    await runImport(url, await fileOf(text))
    await sql`alter table events disable trigger events_follow`
    await sql`
      insert into events
      select aggregate_id, gen_random_uuid(), occurred_at, created_at, frontier_at, 0,
        schema_version, aggregate_type, event_type, event_data, metadata - 'commandId'
      from events where event_version = 2`
    const { compared, differences } = await compare(url, text)
    expect(compared).toMatchObject({ differing: 1 })
    expect(differences).toMatchObject([{ row: { line: 2 }, found: 20000n }])
    const { result, faults } = await runImport(url, await fileOf(text))
    expect(result).toMatchObject({ outcome: 'refused', mismatches: 1 })
    expect(faults).toEqual([expect.stringMatching(/expected 200\.00 .* as recorded; found 100/)])
  })

  test('distinguishes postings made here from the file', async () => {
    const { url } = await openBook()
    await runImport(url, await fileOf(statementOf('7,2001-05-01,credit,100,100,,,,,1')))
    const store = await openStore(url)
    const event = { type: 'MoneyDeposited', amount: 500n, balance: 10500n } as const
    const actor = { id: 'u-1', name: 'Tess Teller', role: 'teller' }
    const posted = { event: { ...event, currency: 'CZK', note: null }, actor }
    await store.saveEvents(
      accountIdOf('berka', '7'),
      [{ ...posted, occurredAt: new Date('2001-05-02T12:00:00Z') }],
      2,
    )
    const { result, differences } = await runImport(
      url,
      await fileOf(
        statementOf('7,2001-05-02,credit,1,101,,,,,2', '7,2001-05-03,credit,1,102,,,,,3'),
      ),
    )
    // The posting at noon is between the two days, though it was recorded before both.
    expect(result).toHaveProperty('comparison', { compared: 2, differing: 0, explained: 1 })
    expect(differences).toEqual([])
  })
})
