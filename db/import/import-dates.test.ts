import { expect, test } from 'vitest'
import { createEventStore } from '../event-store'
import { fileOf, openBook, runImport, statementOf } from './fixture'
import { accountIdOf } from './statement'

const ID = accountIdOf('berka', '7')

/** The days and instants of the account's events. */
async function datesOf(url: string) {
  const store = createEventStore(url)
  try {
    const events = await store.getEventStream(ID, 1, 10)
    return events.map(({ occurredOn, occurredAt }) => [occurredOn, occurredAt.toISOString()])
  } finally {
    await store.close()
  }
}

test('a row is dated by its day, at an instant inside that day nearly everywhere', async () => {
  const { url } = await openBook()
  await runImport(url, await fileOf(statementOf('7,2001-03-12,credit,1,1,,,,,a')))
  const day = ['2001-03-12', '2001-03-12T11:00:00.000Z']
  expect(await datesOf(url)).toEqual([day, day])
})

// In Auckland it is the morning of 28 November.
const NOW = new Date('2026-11-27T18:00:00.000Z')
const AUCKLAND = { zone: 'Pacific/Auckland', now: NOW }

test('today is today where the bank is: a row of today is accepted, and occurred by now', async () => {
  const { url } = await openBook()
  const file = await fileOf(
    statementOf('7,2026-11-27,credit,1,1,,,,,a', '7,2026-11-28,credit,2,3,,,,,b'),
  )
  const { result } = await runImport(url, file, AUCKLAND)
  expect(result).toMatchObject({ outcome: 'imported', added: 2, comparison: { differing: 0 } })
  const opened = ['2026-11-27', '2026-11-27T11:00:00.000Z']
  expect(await datesOf(url)).toEqual([opened, opened, ['2026-11-28', NOW.toISOString()]])

  // The same file, and the rows that came after, on the evening of that day.
  const later = { ...AUCKLAND, now: new Date('2026-11-28T12:00:00.000Z') }
  const again = await runImport(url, file, later)
  expect(again.result).toMatchObject({ outcome: 'imported', added: 0, known: 2 })
  const longer = await fileOf(
    statementOf('7,2026-11-28,credit,2,3,,,,,b', '7,2026-11-28,debit,1,2,,,,,c'),
  )
  const more = await runImport(url, longer, later)
  expect(more.result).toMatchObject({ outcome: 'imported', added: 1, known: 1 })
  expect((await datesOf(url)).at(-1)).toEqual(['2026-11-28', '2026-11-28T11:00:00.000Z'])
})

test('a row of tomorrow is refused with the zone that decides', async () => {
  const { url } = await openBook()
  const rows = (day: string) => fileOf(statementOf(`7,${day},credit,1,1,,,,,a`))
  const refused = await runImport(url, await rows('2026-11-29'), AUCKLAND)
  expect(refused.result).toMatchObject({ outcome: 'refused', malformed: 1 })
  expect(refused.faults).toEqual([
    'Line 2, column 2 (date): expected a day from 1800-01-01 to 2026-11-28, which is today in the ' +
      'bank’s time zone (Pacific/Auckland); found "2026-11-29".',
  ])
  const inNewYork = { zone: 'America/New_York', now: new Date('2026-11-28T03:00:00.000Z') }
  const early = await runImport(url, await rows('2026-11-28'), inNewYork)
  expect(early.faults[0]).toContain('to 2026-11-27, which is today in the bank’s time zone')
  expect((await runImport(url, await rows('2026-11-27'), inNewYork)).faults).toEqual([])
})

test('what older versions have imported, at midnight UTC, is known and continued', async () => {
  const { url, sql } = await openBook()
  const first = '7,2001-03-12,credit,1,1,,,,,a'
  await runImport(url, await fileOf(statementOf(first)))
  await sql.begin(async tx => {
    await tx`set local session_replication_role = replica`
    await tx`
      update events set metadata = metadata - 'occurredOn', occurred_at = '2001-03-12T00:00Z',
        frontier_at = '2001-03-12T00:00Z'`
  })
  const longer = await fileOf(statementOf(first, '7,2001-03-12,credit,1,2,,,,,b'))
  const { result, faults } = await runImport(url, longer)
  expect(faults).toEqual([])
  expect(result).toMatchObject({ outcome: 'imported', added: 1, known: 1 })
  expect(await datesOf(url)).toEqual([
    [undefined, '2001-03-12T00:00:00.000Z'],
    [undefined, '2001-03-12T00:00:00.000Z'],
    ['2001-03-12', '2001-03-12T11:00:00.000Z'],
  ])
})
