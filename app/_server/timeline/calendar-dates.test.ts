import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bank } from '@/app/_server/process/bank'
import { openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { PLAIN_TIMELINE, type TimelineView } from '@/app/_wire/timeline'
import { bankTimeline, streamTimeline } from './timeline'
import { exportTimeline } from './timeline-export'
import { resolveView } from './timeline-query'

const { teller } = PEOPLE
let close: () => Promise<void>
let id: string

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/GMT+12', 'Etc/GMT-14']

/** Both without a time of day; the second was recorded where that day had begun already. */
const MARCH = { occurredOn: '2026-03-12', occurredAt: new Date('2026-03-12T11:00:00.000Z') }
const JUNE = { occurredOn: '2026-06-30', occurredAt: new Date('2026-06-29T20:00:00.000Z') }

beforeAll(async () => {
  close = await openTestBank()
  id = randomUUID()
  const actor = { id: 'u-1', name: 'Tess Teller', role: 'teller' }
  const deposit = (balance: bigint) => ({
    event: { type: 'MoneyDeposited', amount: 100n, balance, currency: 'EUR', note: null },
    actor,
  })
  await bank().store.saveEvents(
    id,
    [
      { event: opening(id), actor, occurredAt: new Date('2026-01-01T12:00:00.000Z') },
      { ...deposit(100n), ...MARCH },
      { ...deposit(200n), ...JUNE },
      { ...deposit(300n), occurredAt: new Date('2026-06-30T10:30:00.000Z') },
    ],
    0,
  )
})
afterAll(() => close())

function opening(accountId: string) {
  const named = { owner: 'Ada Byron', currency: 'EUR', reference: null, customerId: null }
  return { type: 'AccountCreated', accountId, openingBalance: 0n, ...named }
}

async function onDay(day: string, zone: string, ofBank = false): Promise<number[]> {
  const view: TimelineView = { ...PLAIN_TIMELINE, from: day, to: day, zone, order: 'asc' }
  const read = resolveView(view, ofBank)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const place = { cursor: null, limit: 10 }
  const page = ofBank
    ? await bankTimeline(teller, read.resolved, place)
    : await streamTimeline(teller, id, read.resolved, place)
  return (page?.items ?? []).flatMap(item => ('version' in item ? [item.version] : []))
}

test('a date without a time is on its day in every zone, and on no other', {
  timeout: 240_000,
}, async () => {
  for (const zone of ZONES) {
    const march = ['2026-03-11', '2026-03-12', '2026-03-13'].map(day => onDay(day, zone))
    expect(await Promise.all(march), zone).toEqual([[], [2], []])
    expect(await onDay('2026-06-29', zone), zone).not.toContain(3)
    expect(await onDay('2026-06-30', zone), zone).toContain(3)
  }
})

test('what has a time is on the day of the clocks, however far they are ahead', async () => {
  for (const ofBank of [false, true]) {
    expect(await onDay('2026-06-30', 'UTC', ofBank)).toEqual([3, 4])
    expect(await onDay('2026-06-30', 'Pacific/Kiritimati', ofBank)).toEqual([3])
    expect(await onDay('2026-07-01', 'Pacific/Kiritimati', ofBank)).toEqual([4])
    expect(await onDay('2026-06-29', 'America/New_York', ofBank)).toEqual([])
  }
})

test('exports have the date as it is', async () => {
  const view = { ...PLAIN_TIMELINE, from: '2026-03-12', to: '2026-03-12', zone: 'Asia/Tokyo' }
  const read = resolveView(view, false)
  if (!read.ok) throw new Error('It must be read')
  const page = await streamTimeline(teller, id, read.resolved, { cursor: null, limit: 10 })
  const { signal } = new AbortController()
  const source = {
    read: async () => page ?? { items: [], nextCursor: null, searchedTo: null },
    signal,
  }
  const text = (format: 'csv' | 'json') =>
    new Response(exportTimeline({ ...source, format, zone: 'Asia/Tokyo' })).text()
  expect(await text('json')).toContain('"occurredOn":"2026-03-12"')
  expect(await text('csv')).toContain('MoneyDeposited,2026-03-12,')
})
