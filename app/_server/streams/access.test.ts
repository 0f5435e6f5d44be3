import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareMoments } from '@/app/_server/past/comparisons'
import { getCourse } from '@/app/_server/past/course'
import { explainBalance, getFold, lookBack } from '@/app/_server/past/look-back'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { openAccount, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { inOneRequest } from '@/app/_server/testing/one-request'
import { countVisits, letStaffReadTallies, registerTally } from '@/app/_server/testing/tally'
import { eventDetail } from '@/app/_server/timeline/event-detail'
import { streamTimeline } from '@/app/_server/timeline/timeline'
import { exportTimeline } from '@/app/_server/timeline/timeline-export'
import { resolveView } from '@/app/_server/timeline/timeline-query'
import { PLAIN_TIMELINE, type TimelineView } from '@/app/_wire/timeline'
import type { AccountJson } from '@/app/_wire/types'
import { readableStream } from './access'

const { owner, stranger, teller, auditor } = PEOPLE
let close: () => Promise<void>
let account: AccountJson
let id: string

beforeAll(async () => {
  registerTally()
  close = await openTestBank()
  account = await openAccount(owner)
  id = await countVisits('2', 'many', '3')
})
afterAll(() => close())

async function timeline(viewer: Viewer, view: Partial<TimelineView> = {}, of = id) {
  const read = resolveView({ ...PLAIN_TIMELINE, ...view }, false)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return streamTimeline(viewer, of, read.resolved, { cursor: null, limit: 9 })
}

/** The answers of every read of a stream; without access they are null and `unknown`. */
async function readAll(viewer: Viewer) {
  const moments = [{ version: 1 }, {}] as const
  const compared = await compareMoments(viewer, id, moments, { limit: 9 })
  return [
    await readableStream(viewer, id),
    await timeline(viewer),
    await eventDetail(viewer, id, '2'),
    await getFold(viewer, id, { from: 1, to: 9 }),
    compared.found ? compared : null,
  ]
}

test("streams of a type without an access rule can't be read", async () => {
  for (const viewer of [owner, teller, auditor]) {
    expect(await readAll(viewer)).toEqual([null, null, null, null, null])
  }
})

test('an account is readable by its customer and staff, as a stream too, with one query', async () => {
  for (const viewer of [owner, teller, auditor]) {
    expect(await readableStream(viewer, account.id)).toEqual({
      id: account.id,
      type: 'BankAccount',
      version: 1,
      currency: 'EUR',
      startedAt: new Date(account.openedAt),
      title: 'Jana Nováková',
    })
  }
  expect(await readableStream(stranger, account.id)).toBeNull()
  const sent = await inOneRequest(async () => {
    await Promise.all([readableStream(owner, account.id), readableStream(owner, account.id)])
  })
  expect(sent).toHaveLength(1)
})

test.each(['x', '', crypto.randomUUID()])('there is no stream %j', async nowhere => {
  expect(await readableStream(teller, nowhere)).toBeNull()
})

test('a type without an access rule is refused with one read of the primary key', async () => {
  const sent = await inOneRequest(async () => {
    expect(await readableStream(teller, id)).toBeNull()
  })
  expect(sent).toHaveLength(2)
  const plan = await bank().db.$client.unsafe(`explain ${sent[1]?.text}`, sent[1]?.values as never)
  expect(plan.map(row => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan|events_by_/)
})

test('with an access rule it is readable by those whom the rule permits', async () => {
  letStaffReadTallies()
  expect(await readAll(owner)).toEqual([null, null, null, null, null])
  expect(await readableStream(auditor, id)).toMatchObject({
    type: 'Tally',
    version: 3,
    currency: null,
    title: 'Visits',
  })
  expect((await readAll(teller)).every(answer => answer !== null)).toBe(true)
})

test('its timeline has its events and refused commands, by any filter', async () => {
  const whole = await timeline(teller, { refused: 'also' })
  expect(whole?.items).toMatchObject([
    { version: 3, type: 'TallyCounted', aggregateType: 'Tally', data: { by: '3' }, money: null },
    { refused: 'NotANumber', sentence: 'The tally says NotANumber.', command: 'CountUp' },
    { version: 2, type: 'TallyCounted', data: { by: '2' } },
    { version: 1, type: 'TallyBegun', data: { subject: 'Visits' } },
  ])
  expect((await timeline(teller, { type: 'TallyBegun' }))?.items).toMatchObject([{ version: 1 }])
  expect((await timeline(teller, { direction: 'in' }))?.items).toEqual([])
  expect(resolveView({ ...PLAIN_TIMELINE, type: 'Counted' }, false)).toMatchObject({
    faults: [{ field: 'type', reason: 'one-of' }],
  })
})

test('an event is shown with the whole state before and after it', async () => {
  expect(await eventDetail(teller, id, '2')).toMatchObject({
    title: 'Visits',
    event: { version: 2, type: 'TallyCounted' },
    before: { subject: 'Visits', count: '0' },
    after: { subject: 'Visits', count: '2' },
    newest: 3,
  })
  expect(await eventDetail(teller, id, '1')).toMatchObject({ before: null, after: { count: '0' } })
  expect(await eventDetail(teller, id, '4')).toBeNull()
})

test('its fold and comparison work without money', async () => {
  const fold = await getFold(teller, id, { from: 1, to: 9 })
  expect(fold?.items.map(({ before, after }) => [before.count, after.count])).toEqual([
    ['0', '0'],
    ['0', '2'],
    ['2', '5'],
  ])
  expect(await compareMoments(teller, id, [{ version: 1 }, {}], { limit: 9 })).toMatchObject({
    found: true,
    currency: null,
    change: null,
    from: { version: 1, state: { count: '0' } },
    to: { version: 3, state: { count: '5' } },
    legs: [{ kind: 'recorded', change: null, added: 2, items: [{}, {}] }],
  })
  const before = { asOf: '2020-01-01T00:00:00Z' }
  expect(await compareMoments(teller, id, [before, {}], { limit: 9 })).toMatchObject({
    from: { version: 0, state: { subject: null, count: '0' } },
    to: { version: 3 },
  })
})

test('reads of a balance find none in it', async () => {
  expect(await getCourse(teller, id)).toBeNull()
  const unknown = { found: false, reason: 'unknown' }
  expect(await explainBalance(teller, id, {}, { limit: 9 })).toEqual(unknown)
  expect(await lookBack(teller, id, { version: 2 })).toEqual(unknown)
})

test.each(['csv', 'json'] as const)('its export as %s has every event', async format => {
  const { signal } = new AbortController()
  const read = async () => (await timeline(teller, { order: 'asc' })) ?? never()
  const text = await new Response(exportTimeline({ read, format, zone: 'UTC', signal })).text()
  if (format === 'json') expect(JSON.parse(text)).toHaveLength(3)
  else
    expect(
      text
        .split('\r\n')
        .map(row => row.split(',')[1])
        .slice(1, 4),
    ).toEqual(TYPES)
})

const TYPES = ['TallyBegun', 'TallyCounted', 'TallyCounted']

function never(): never {
  throw new Error('not readable')
}
