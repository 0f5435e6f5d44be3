import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEvents } from '@/app/_server/accounts/accounts'
import { dispatch } from '@/app/_server/commands/commands'
import type { Viewer } from '@/app/_server/people/viewer'
import {
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
  sendAccepted,
} from '@/app/_server/testing/bank'
import { readTimelineView } from '@/app/_wire/timeline'
import type { EventJson, TimelineItem } from '@/app/_wire/types'
import { eventDetail } from './event-detail'
import { bankTimeline, streamTimeline } from './timeline'
import { resolveView } from './timeline-query'

const { owner, stranger, teller, auditor } = PEOPLE
let close: () => Promise<void>
let from = { id: '' }
let to = { id: '' }

/** 2: a transfer; 3: another one; 4: the reversal of 2. */
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  from = await openAccount(owner)
  to = await openAccount(stranger, { owner: 'Petr Novák' })
  const pay = { type: 'Transfer', toAccountId: to.id, amount: '10.00', reference: 'Rent' } as const
  await sendAccepted(owner, from.id, pay)
  await sendAccepted(owner, from.id, { ...pay, reference: 'Gas' })
  await sendAccepted(teller, from.id, { type: 'ReverseEntry', version: 2, reason: 'Wrong payee' })
})
afterAll(() => close())

async function timeline(viewer: Viewer, id: string | null, query: string) {
  const resolution = resolveView(readTimelineView(new URLSearchParams(query)).view, id === null)
  if (!resolution.ok) throw new Error(`The query ${query} was refused`)
  const place = { cursor: null, limit: 50 }
  const page = id
    ? await streamTimeline(viewer, id, resolution.resolved, place)
    : await bankTimeline(viewer, resolution.resolved, place)
  return page?.items ?? []
}

const tiesOf = (items: readonly TimelineItem[]) =>
  (items as EventJson[]).map(({ version, ties }) => [version, ties?.reversedBy ?? null])

describe('a reversed transfer', () => {
  test('is tied to its reversal in every list, on both sides', async () => {
    const expected = [
      [4, null],
      [3, null],
      [2, 4],
      [1, null],
    ]
    for (const { id } of [from, to]) {
      expect(tiesOf((await listEvents(teller, id))?.items ?? [])).toEqual(expected)
      expect(tiesOf(await timeline(teller, id, ''))).toEqual(expected)
    }
    const both = await timeline(auditor, null, 'note=rent')
    expect(tiesOf(both)).toEqual([
      [2, 4],
      [2, 4],
    ])
  })

  test('names the other side, and its entry to those who may read it', async () => {
    const other = { accountId: to.id, owner: 'Petr Novák' }
    expect(await eventDetail(teller, from.id, '2')).toMatchObject({
      other: { ...other, version: 2 },
      event: { ties: { reversedBy: 4 } },
      mayReverse: false,
    })
    expect(await eventDetail(owner, from.id, '4')).toMatchObject({
      other: { ...other, version: null },
      event: { data: { reverses: 2 } },
    })
  })

  test('may be reversed by tellers, if it was not and is no reversal', async () => {
    const may = async (viewer: Viewer, version: string) =>
      (await eventDetail(viewer, from.id, version))?.mayReverse
    expect(await Promise.all(['1', '2', '3', '4'].map(version => may(teller, version)))).toEqual([
      false,
      false,
      true,
      false,
    ])
    expect(await may(auditor, '3')).toBe(false)
    expect(await may(owner, '3')).toBe(false)
  })
})

test('a note is sought in the names of other sides and in reasons too', async () => {
  const found = async (note: string) =>
    tiesOf(await timeline(teller, from.id, `note=${encodeURIComponent(note)}`)).map(([n]) => n)
  expect(await found('rent')).toEqual([2])
  expect(await found('novák')).toEqual([4, 3, 2])
  await sendAccepted(teller, from.id, {
    type: 'FreezeAccount',
    scope: 'all',
    reason: 'Court order',
  })
  expect(await found('COURT')).toEqual([5])
  await sendAccepted(teller, from.id, { type: 'UnfreezeAccount' })
})

test('every type of event is a filter, of one account, of the bank and of refused commands', async () => {
  const { id } = await openAccount(owner)
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  await sendAccepted(teller, id, { type: 'PlaceHold', amount: '9.00', expiresAt, note: 'Sought' })
  const refused = { type: 'PlaceHold', accountId: id, amount: '999.00', expiresAt, note: 'Sought' }
  await dispatch(teller, { commandId: crypto.randomUUID(), ...refused })
  const types = async (of: string | null, query: string) =>
    (await timeline(auditor, of, query)).map(item => ('refused' in item ? item.command : item.type))
  for (const of of [id, null]) {
    expect(await types(of, 'type=HoldPlaced&note=sought')).toEqual(['HoldPlaced'])
    expect(await types(of, 'type=HoldPlaced&note=sought&refused=only')).toEqual(['PlaceHold'])
    expect(await types(of, 'type=HoldReleased&note=sought&refused=also')).toEqual([])
  }
  expect(await types(id, 'direction=out')).toEqual([])
  expect(await types(id, 'min=9&max=9')).toEqual([])
  expect(await types(id, '')).toEqual(['HoldPlaced', 'AccountCreated'])
})

test('what ends a hold is tied to what placed it', async () => {
  const { id } = await openAccount(owner)
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const { events } = await sendAccepted(teller, id, {
    type: 'PlaceHold',
    amount: '9.00',
    expiresAt,
  })
  const holdId = String(events[0]?.data.holdId)
  await sendAccepted(teller, id, { type: 'CaptureHold', holdId, amount: '4.00' })
  await sendAccepted(teller, id, { type: 'ReleaseHold', holdId })
  const placedBy = async (version: string) => (await eventDetail(owner, id, version))?.placedBy
  expect(await Promise.all(['2', '3', '4'].map(placedBy))).toEqual([null, 2, 2])
})

test('the customers whom events assign are named to staff only', async () => {
  const { id } = await openAccount(teller)
  await sendAccepted(teller, id, { type: 'AssignCustomer', customerEmail: owner.email })
  await sendAccepted(teller, id, { type: 'AssignSecondCustomer', customerEmail: stranger.email })
  const named = async (viewer: Viewer) =>
    ((await timeline(viewer, id, '')) as EventJson[]).map(({ ties }) => ties?.customer ?? null)
  const [first, second] = [owner, stranger].map(({ name, email }) => `${name}, ${email}`)
  expect(await named(auditor)).toEqual([second, first, null])
  expect(await named(owner)).toEqual([null, null, null])
  const people = { [owner.userId]: first, [stranger.userId]: second }
  expect((await eventDetail(teller, id, '3'))?.people).toEqual(people)
  expect((await eventDetail(owner, id, '3'))?.people).toEqual({})
})
