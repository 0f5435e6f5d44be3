import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseFileEvent } from '@/domain/case-file/events'
import { plainWord, searchWords, wordsOf } from '@/domain/case-file/search'
import { TEXT_BYTES_MAX } from '@/domain/case-file/texts'
import { isFound, searchable } from '@/domain/text/search'
import { openSql, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { advanceSubscription } from '../feed/subscription'
import { CASE_FILE_ROWS, caseFiles } from '../projections/case-files'
import { checkProjections } from '../projections/check'
import { REBUILDS } from '../projections/rebuild'
import { type Db, openDb } from '../query'
import { freshDatabase } from '../testing/database'
import { ACTOR } from '../testing/streams'
import { type CaseFilesQuery, listCaseFiles } from './case-files'
import { listRevisions } from './revisions'

let drop: () => Promise<void>
let sql: Sql
let db: Db
let store: EventStore

beforeAll(async () => {
  const fresh = await freshDatabase()
  drop = fresh.drop
  sql = openSql(fresh.url)
  db = openDb(fresh.url)
  store = createEventStore(fresh.url)
})
afterAll(async () => {
  expect(await checkProjections(sql)).toEqual([])
  await Promise.all([store.close(), sql.end(), db.$client.end()])
  await drop()
})

async function write(...events: readonly CaseFileEvent[]): Promise<string> {
  const id = randomUUID()
  await store.saveEvents(
    id,
    events.map(event => ({ event, actor: ACTOR })),
    0,
  )
  await follow()
  return id
}

async function follow() {
  await sequence(sql)
  await advanceSubscription(sql, caseFiles)
}

const accountId = randomUUID()
const opened = (title: string, text: string): CaseFileEvent => ({
  type: 'CaseFileOpened',
  ...{ about: { kind: 'account', accountId }, title, text },
})
const find = async (query: Partial<CaseFilesQuery>) =>
  (await listCaseFiles(db, { limit: 50, ...query })).map(({ aggregateId }) => aggregateId)

describe('case files are found', () => {
  test('by the newest text and the title, by beginnings of words, in any spelling', async () => {
    const id = await write(
      opened(
        'Ztracená karta',
        'Paní Nováková volala: INV-2026/0042, x-ray 1e5abc. Straße, Москва.',
      ),
      { type: 'CaseFileRevised', version: 2, text: 'Jana NOVÁKOVÁ, Ω-box, 北京', why: null },
    )
    for (const search of [
      'novak',
      'NOVÁKOVÁ jana',
      'ztracena',
      'karta, nov',
      'ω',
      'box',
      '北',
      '',
    ]) {
      expect(await find({ search }), search).toContain(id)
    }
    for (const search of ['volala', 'moskva', 'akova', 'novak petr', 'xul', '★', "' | !(", ':*']) {
      expect(await find({ search }), search).not.toContain(id)
    }
    const older = await write(opened('Other', 'INV-2026/0042, x-ray 1e5abc. Straße, Москва.'))
    for (const search of ['0042', 'inv-2026', '1e5abc', '1e5', 'ray x', 'strasse', 'МОСК', 'мо']) {
      expect(await find({ search }), search).toEqual([older])
    }
  })

  test('by subject, state and assignee, those changed last first', async () => {
    const about = { kind: 'person', personId: 'u-jana' } as const
    const first = await write(
      { type: 'CaseFileOpened', about, title: 'One', text: 'One' },
      { type: 'CaseFileAssigned', to: { id: 'u-tom', name: 'Tom' } },
      { type: 'CaseFileClosed' },
    )
    const second = await write({ type: 'CaseFileOpened', about, title: 'Two', text: 'Two' })
    expect(await find({ personId: 'u-jana' })).toEqual([second, first])
    expect(await find({ personId: 'u-jana', status: 'closed' })).toEqual([first])
    expect(await find({ assigneeId: 'u-tom' })).toEqual([first])
    expect(await find({ personId: 'u-jana', assigneeId: null })).toEqual([second])
    expect(await find({ accountId, personId: 'u-jana' })).toEqual([])
    const [newest] = await listCaseFiles(db, { personId: 'u-jana', limit: 1 })
    expect(await find({ personId: 'u-jana', after: newest })).toEqual([first])
    const [part] = await listCaseFiles(db, { personId: 'u-jana', limit: 1, textMax: 2 })
    expect([newest?.text, part?.text]).toEqual(['Two', 'Tw'])
  })

  test('by what the search of accounts finds too, in any letters', async () => {
    const word = fc
      .stringMatching(/^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}0-9]{1,6}$/u)
      .filter(text => /^[\p{L}\p{N}]+$/u.test(text.normalize('NFKD')))
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        word,
        async (words, other) => {
          const text = words.join(' ')
          const search = words.map(one => [...one.normalize('NFC')].slice(0, 2).join('')).join(' ')
          for (const asked of [search, search.toUpperCase(), other]) {
            const query = wordsOf(asked)
              .map(one => `${plainWord(one)}:*`)
              .join(' & ')
            const [row] = await sql<{ found: boolean }[]>`
            select to_tsvector('simple', ${searchWords([text])}) @@ to_tsquery('simple', ${query})
              as found`
            expect(row?.found).toBe(isFound(searchable([text]), asked))
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

test('the index takes the heaviest texts there can be', async () => {
  const letters = Array.from({ length: 60_000 }, (_, n) =>
    String.fromCodePoint(0x4e00 + (n % 20_000)),
  )
  const heaviest = [
    letters.join('').slice(0, TEXT_BYTES_MAX / 3),
    letters.slice(0, TEXT_BYTES_MAX / 4).join(' '),
    Array.from({ length: 22_000 }, (_, n) => n.toString(36).padStart(3, '0')).join(' '),
    'x'.repeat(100_000),
    '\ufdfa'.repeat(TEXT_BYTES_MAX / 3),
    '\ufdfa '.repeat(TEXT_BYTES_MAX / 4).trim(),
  ]
  for (const text of heaviest) {
    const id = await write(opened('Heavy', text))
    expect(await find({ search: 'heavy' })).toContain(id)
  }
  expect(await sql`select from parked_events`).toHaveLength(0)
})

test('all versions of a text are listed without the texts', async () => {
  const id = await write(
    opened('One', 'One'),
    { type: 'CaseFileDueSet', due: '2026-12-31' },
    { type: 'CaseFileRevised', version: 2, text: 'Two', why: 'Second call' },
  )
  expect(await listRevisions(db, id)).toMatchObject([
    { version: 1, event: 1, by: ACTOR, why: null },
    { version: 2, event: 3, by: ACTOR, why: 'Second call' },
  ])
})

test('the list is made anew from the log, and a difference is found', async () => {
  const id = await write(opened('Kept', 'Kept'))
  const before = await CASE_FILE_ROWS.read(sql as never)
  await sql`update case_files set title = 'Lost', words = 'lost' where aggregate_id = ${id}`
  expect(await checkProjections(sql)).toMatchObject([{ where: 'case-files', key: id }])
  await REBUILDS['case-files']?.(sql, () => {})
  expect(await CASE_FILE_ROWS.read(sql as never)).toEqual(expect.arrayContaining([...before]))
  expect(await checkProjections(sql)).toEqual([])
  expect(await find({ search: 'kept' })).toContain(id)
})

test('a search uses the index', async () => {
  const plan = await sql.begin(async tx => {
    await tx`set local enable_seqscan = off`
    return tx`explain select from case_files
      where to_tsvector('simple', words) @@ to_tsquery('simple', 'novak:*')`
  })
  expect(JSON.stringify(plan)).toContain('case_files_words')
})
