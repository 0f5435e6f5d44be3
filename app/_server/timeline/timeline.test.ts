import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { guarded } from '@/app/_server/http/csv'
import { readTimelineCursor } from '@/app/_server/http/cursors'
import type { Viewer } from '@/app/_server/people/viewer'
import { accepted, movement, openAccount, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { PLAIN_TIMELINE, type TimelineView, turnedAt } from '@/app/_wire/timeline'
import type { EventJson, RefusalJson, TimelineItem } from '@/app/_wire/types'
import { accountNumber } from '@/domain/money/account-number'
import { attemptDetail } from './attempt-detail'
import { eventDetail } from './event-detail'
import { bankTimeline, streamTimeline, type TimelinePlace } from './timeline'
import { exportTimeline } from './timeline-export'
import { readTimelineParams } from './timeline-params'
import { type ResolvedView, resolveView } from './timeline-query'

const { owner, stranger, teller, auditor } = PEOPLE
let close: () => Promise<void>
let id: string
let other: string

beforeAll(async () => {
  close = await openTestBank()
  ;({ id } = await openAccount(owner))
  ;({ id: other } = await openAccount(stranger, {
    owner: '=cmd|calc',
    currency: 'JPY',
    openingBalance: '5000',
  }))
  for (let n = 1; n <= 12; n++) {
    const by = n % 3 === 0 ? owner : teller
    accepted(await dispatch(by, { ...movement('Deposit', id, `${n}.00`), note: `Line ${n}` }))
    if (n % 2 === 0) await dispatch(by, { ...movement('Withdraw', id, '9999.00'), note: '+1+1' })
  }
  await dispatch(stranger, movement('Withdraw', other, '9999999'))
})
afterAll(() => close())

function resolved(view: Partial<TimelineView>, ofBank = false): ResolvedView {
  const read = resolveView({ ...PLAIN_TIMELINE, ...view }, ofBank)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read.resolved
}

/** All pages of a timeline. */
async function all(viewer: Viewer, of: string | null, view: Partial<TimelineView>, limit = 4) {
  const items: TimelineItem[] = []
  let text: string | null = ''
  for (let steps = 0; text !== null; steps++) {
    expect(steps).toBeLessThan(100)
    const place: TimelinePlace = { cursor: text === '' ? null : readTimelineCursor(text), limit }
    const page: Awaited<ReturnType<typeof streamTimeline>> =
      of === null
        ? await bankTimeline(viewer, resolved(view, true), place)
        : await streamTimeline(viewer, of, resolved(view), place)
    if (page === null) return null
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    expect(page.nextCursor).not.toBe(text)
    text = page.nextCursor
  }
  return items
}

const name = (item: TimelineItem) =>
  'refused' in item ? `refused ${item.note ?? item.amount}` : `${item.version}`

test('a list opened at a moment and its reverse add up to the whole list, each line once', async () => {
  const moments = (await all(teller, id, {}))?.flatMap(item => ('at' in item ? [] : item.createdAt))
  for (const of of [id, null]) {
    for (const order of ['asc', 'desc'] as const) {
      const view = { ...PLAIN_TIMELINE, refused: 'also', direction: 'in', order } as const
      const whole = (await all(teller, of, view)) ?? []
      expect(whole.length).toBeGreaterThan(12)
      for (const at of moments ?? []) {
        const back = turnedAt(view, new Date(at)) ?? view
        const sides = [await all(teller, of, { ...view, at }), await all(teller, of, back)]
        const lines = sides.flatMap(side => side ?? []).map(line => JSON.stringify(line))
        expect(lines.toSorted()).toEqual(whole.map(line => JSON.stringify(line)).toSorted())
      }
    }
  }
})

describe('refused commands beside the events', () => {
  test('are ordered by time among the events, each once, whatever the page size', async () => {
    const whole = (await all(owner, id, { refused: 'also', order: 'asc' }, 100)) ?? []
    expect(whole.filter(item => 'refused' in item)).toHaveLength(6)
    const events = whole.flatMap(item => ('refused' in item ? [] : item))
    expect(events.map(name)).toEqual(Array.from({ length: 13 }, (_, n) => `${n + 1}`))
    expect(events.slice(0, 3).map(({ money }) => money)).toEqual([
      { change: '100.00', balance: '100.00', currency: 'EUR' },
      { change: '1.00', balance: '101.00', currency: 'EUR' },
      { change: '2.00', balance: '103.00', currency: 'EUR' },
    ])
    const times = whole.map(item => ('refused' in item ? item.at : item.createdAt))
    expect(times).toEqual(times.toSorted())
    for (const limit of [1, 2, 3, 7]) {
      expect(await all(owner, id, { refused: 'also', order: 'asc' }, limit)).toEqual(whole)
      const back = (await all(owner, id, { refused: 'also', order: 'desc' }, limit)) ?? []
      expect(back.map(name).toSorted()).toEqual(whole.map(name).toSorted())
    }
  })

  test('can be listed alone, have their reason, and match filters as their event would have', async () => {
    const alone = (await all(owner, id, { refused: 'only' })) ?? []
    expect(alone).toHaveLength(6)
    expect(alone[0]).toMatchObject({
      refused: 'InsufficientFunds',
      command: 'Withdraw',
      direction: 'out',
      amount: '9999.00',
      currency: 'EUR',
    })
    const count = async (view: Partial<TimelineView>) =>
      (await all(owner, id, { refused: 'only', ...view }))?.length
    expect(await count({ direction: 'in' })).toBe(0)
    expect(await count({ type: 'MoneyWithdrawn' })).toBe(6)
    expect(await count({ min: '9999', max: '9999.000' })).toBe(6)
    expect(await count({ min: '10000' })).toBe(0)
    expect(await count({ by: owner.userId })).toBe(2)
    expect(await count({ by: 'TELL' })).toBe(4)
    expect(await count({ late: true })).toBe(0)
    expect(await count({ from: '2001-01-01', to: '2001-12-31', zone: 'UTC' })).toBe(0)
  })
})

test('filters select what they say; an id matches one person, other text a part of a name', async () => {
  const versions = async (view: Partial<TimelineView>) => (await all(owner, id, view))?.map(name)
  expect(await versions({ by: owner.userId, order: 'asc' })).toEqual(['1', '4', '7', '10', '13'])
  expect(await versions({ by: 'OWN', order: 'asc' })).toEqual(['1', '4', '7', '10', '13'])
  expect(await versions({ note: 'line 1', order: 'asc' })).toEqual(['2', '11', '12', '13'])
  expect(await versions({ min: '3', max: '4.5' })).toEqual(['5', '4'])
  expect(await versions({ direction: 'out' })).toEqual([])
  expect(await versions({ at: '2999-01-01', zone: 'UTC' })).toHaveLength(13)
  expect(await versions({ at: '2001-01-01', zone: 'UTC' })).toEqual([])
  expect(await versions({ at: '2001-01-01', zone: 'UTC', order: 'asc' })).toHaveLength(13)
})

test("the whole bank's timeline is for staff, on one clock, with refused commands", async () => {
  expect(await all(owner, null, {})).toBeNull()
  for (const viewer of [teller, auditor]) {
    expect(await all(viewer, null, { currency: 'JPY' })).toHaveLength(1)
    expect(await all(viewer, null, {})).toHaveLength(14)
    expect(await all(viewer, null, { refused: 'only' })).toHaveLength(7)
    const both = await all(viewer, null, { refused: 'also', order: 'asc' }, 3)
    expect(both).toEqual(await all(viewer, null, { refused: 'also', order: 'asc' }, 50))
    expect(both).toHaveLength(21)
  }
  expect(await streamTimeline(stranger, id, resolved({}), { cursor: null, limit: 9 })).toBeNull()
})

test.each<[string, boolean, string]>([
  ['account=0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11', false, 'account'],
  ['of=0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11', true, 'of'],
  ['from=2026-06-30', false, 'from'],
  ['from=2026-03-29T02:30&zone=Europe/Prague', false, 'from'],
  ['to=2026-10-25T02:30&zone=Europe/Prague', false, 'to'],
  ['from=2026-02-30&zone=UTC', false, 'from'],
  ['from=2026-02-02&to=2026-02-01&zone=UTC', false, 'to'],
  ['event=3', true, 'event'],
  ['cursor=5~x', false, 'cursor'],
  ['through=0', false, 'through'],
  ['limit=201', false, 'limit'],
])('%s is refused with a sentence about %s', (query, ofBank, field) => {
  const read = readTimelineParams(`http://bank.test/?${query}`, ofBank)
  expect(read).toMatchObject({ ok: false, problem: { status: 400, field } })
})

describe('an export', () => {
  const text = async (format: 'csv' | 'json', view: Partial<TimelineView>) => {
    const read = async (cursor: Parameters<typeof streamTimeline>[3]['cursor']) => {
      const page = await streamTimeline(owner, id, resolved(view), { cursor, limit: 5 })
      if (!page) throw new Error('not readable')
      return page
    }
    const { signal } = new AbortController()
    return new Response(exportTimeline({ read, format, zone: 'Europe/Prague', signal })).text()
  }

  test('as JSON is what is shown, as a list', async () => {
    const items: TimelineItem[] = JSON.parse(await text('json', { refused: 'also', order: 'asc' }))
    expect(items).toEqual(await all(owner, id, { refused: 'also', order: 'asc' }))
    expect(JSON.parse(await text('json', { direction: 'out' }))).toEqual([])
  })

  test('as CSV has a row for each line, and nothing that a spreadsheet would run', async () => {
    const rows = (await text('csv', { refused: 'also' })).trimEnd().split('\r\n')
    expect(rows).toHaveLength(1 + 13 + 6)
    expect(rows[0]).toMatch(/^version,type,occurred_at,/)
    expect(rows[1]).toMatch(/^(13,MoneyDeposited|,Withdraw),\d{4}-\d\d-\d\dT[\d:.]+\+0[12]:00,/)
    for (const row of rows.slice(1)) expect(row).not.toMatch(/(^|,)"?[=+@]/)
    expect(rows.filter(row => row.includes(`,'+1+1,`))).toHaveLength(6)
  })

  test.each([
    ['-12.50', '-12.50'],
    ['12', '12'],
    ['=1+1', `'=1+1`],
    ['-1+1', `'-1+1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    [' =1', `' =1`],
    ['\t=1', `'\t'=1`],
    ['＝1', `'＝1`],
    ['Rent', 'Rent'],
  ])('%j becomes %j', (cell, safe) => expect(guarded(cell)).toBe(safe))
})

test('one event has its stored form, and the account before and after it', async () => {
  const events = (await all(owner, id, { order: 'asc' })) as EventJson[]
  const first = await eventDetail(owner, id, '1')
  expect(first).toMatchObject({ before: null, after: { balance: '100.00' }, newest: 13 })
  expect(first?.stored).toMatchObject({ schemaVersion: 2, data: { openingBalance: '100.00' } })
  const third = await eventDetail(teller, id, '3')
  expect(third?.event).toEqual(events[2])
  expect(third).toMatchObject({ before: { balance: '101.00' }, after: { balance: '103.00' } })
  for (const version of ['0', '14', 'x', '99999999999']) {
    expect(await eventDetail(owner, id, version)).toBeNull()
  }
  expect(await eventDetail(stranger, id, '1')).toBeNull()
})

test('a refused command is read by those who may read its stream', async () => {
  const [refusal] = (await all(teller, null, { refused: 'only', order: 'desc' })) as RefusalJson[]
  const { commandId = '' } = refusal ?? {}
  expect(await attemptDetail(teller, other, commandId)).toMatchObject({
    refusal,
    title: '=cmd|calc',
    command: { type: 'Withdraw' },
  })
  expect(await attemptDetail(stranger, other, commandId)).toMatchObject({ refusal })
  expect(await attemptDetail(owner, other, commandId)).toBeNull()
  expect(await attemptDetail(teller, id, commandId)).toBeNull()
  const [made] = (await all(teller, other, {})) as EventJson[]
  expect(await attemptDetail(teller, other, made?.commandId ?? '')).toBeNull()
  expect(await attemptDetail(teller, other, 'x')).toBeNull()
})

test('an attempt by somebody else tells a customer no more than its line does', async () => {
  const found = (await all(owner, id, { refused: 'only', order: 'desc' })) as RefusalJson[]
  const byOther = found.find(({ actor }) => actor.id !== owner.userId)
  const own = found.find(({ actor }) => actor.id === owner.userId)
  expect((await attemptDetail(owner, id, byOther?.commandId ?? ''))?.command).toBeNull()
  expect((await attemptDetail(owner, id, own?.commandId ?? ''))?.command).not.toBeNull()
})

test('the whole bank by account, by its number or its id', async () => {
  const number = accountNumber(id).replaceAll(' ', '')
  const ofStream = (await all(teller, id, { order: 'asc', refused: 'also' }))?.map(name)
  for (const account of [number, id]) {
    const found = await all(teller, null, { account, order: 'asc', refused: 'also' })
    expect(found?.map(name)).toEqual(ofStream)
  }
  expect(await all(teller, null, { account: 'DB00', order: 'asc' })).toEqual([])
  expect(await all(owner, null, { account: id })).toBeNull()
})

test('an amount of any currency compares the figures', async () => {
  const found = (await all(teller, null, { min: '12', order: 'asc' })) as EventJson[]
  expect(new Set(found.map(item => item.money?.currency))).toEqual(new Set(['EUR', 'JPY']))
})

test('a refusal says what was requested', async () => {
  const [refusal] = (await all(teller, null, { refused: 'only', order: 'desc' })) as RefusalJson[]
  expect(refusal).toMatchObject({ command: 'Withdraw', amount: '9999999', accountId: other })
  expect(refusal?.sentence).toMatch(/ short\.$/)
})

test('the events behind a line of the books: only what moved money, and no refused attempt', async () => {
  const versions = async (view: Partial<TimelineView>) =>
    (await all(teller, id, { order: 'asc', refused: 'also', ...view }))?.map(name)
  const deposits = Array.from({ length: 12 }, (_, n) => `${n + 2}`)
  expect(await versions({ ledger: 'cash' })).toEqual(deposits)
  expect(await versions({ ledger: 'opening-balances' })).toEqual(['1'])
  expect(await versions({ ledger: 'customer-accounts' })).toEqual(['1', ...deposits])
  expect(await versions({ ledger: 'fees' })).toEqual([])
  const yen = await all(teller, null, { ledger: 'opening-balances', currency: 'JPY' })
  expect(yen?.map(item => 'accountId' in item && item.accountId)).toEqual([other])
})
