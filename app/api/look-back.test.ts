import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareMoments, hindsightOf } from '@/app/_server/past/comparisons'
import { bank } from '@/app/_server/process/bank'
import { cookieOf, letPeopleIn, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { recordLateJune } from '@/app/_server/testing/late-june'
import type { ComparisonJson, CourseJson, ExplanationJson } from '@/app/_wire/look-back'
import type { Moment } from '@/app/_wire/types'
import { GET as getComparison } from './accounts/[id]/comparison/route'
import { GET as getCourse } from './accounts/[id]/course/route'
import { GET as getExplanation } from './accounts/[id]/explanation/route'
import { GET as getFold } from './accounts/[id]/fold/route'
import { GET as getMoment } from './accounts/[id]/moment/route'

const BASE = 'http://localhost:3000'
const ROUTES = {
  moment: getMoment,
  course: getCourse,
  fold: getFold,
  explanation: getExplanation,
  comparison: getComparison,
}
type Name = keyof typeof ROUTES
type Somebody = keyof typeof PEOPLE

const cookies = new Map<Somebody, string>()
const id = crypto.randomUUID()
let close: () => Promise<void>

const JUNE_30 = '2026-06-30T23:59:59.999Z'

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  await recordLateJune(id)
  for (const somebody of ['owner', 'teller'] as const) {
    cookies.set(somebody, await cookieOf(somebody))
  }
})
afterAll(() => close())

async function ask(name: Name, query: string, somebody: Somebody = 'teller') {
  const headers = { cookie: cookies.get(somebody) ?? '' }
  const request = new Request(`${BASE}/api/accounts/${id}/${name}?${query}`, { headers })
  return ROUTES[name](request, { params: Promise.resolve({ id }) })
}

const recordedAt = async (version: number) =>
  (await bank().store.getEventStream(id, version, version))[0]?.createdAt.toISOString() ?? ''

test('what was known of a day then, what is known now, and the entries that explain the difference', async () => {
  const knownAt = await recordedAt(3)
  const query = `from=${JUNE_30}&fromKnownAt=${knownAt}&to=${JUNE_30}`
  const comparison: ComparisonJson = await (await ask('comparison', query)).json()
  expect(comparison).toMatchObject({
    currency: 'EUR',
    change: '-25.00',
    from: { version: 2, state: { balance: '410.00' } },
    to: { version: 2, state: { balance: '385.00' } },
    legs: [{ kind: 'learned', change: '-25.00', added: 2, removed: 0 }],
  })
  expect(comparison.legs[0]?.items.map(({ event, side }) => [event.version, side])).toEqual([
    [4, 'added'],
    [5, 'added'],
  ])
})

test('a comparison on both clocks has two legs that add up', async () => {
  const knownAt = await recordedAt(3)
  const query = `from=${JUNE_30}&fromKnownAt=${knownAt}&to=now&limit=1`
  const first: ComparisonJson = await (await ask('comparison', query)).json()
  expect(first).toMatchObject({
    change: '-20.00',
    legs: [
      { kind: 'learned', change: '-25.00', added: 2, nextCursor: '4' },
      { kind: 'happened', change: '5.00', added: 1, nextCursor: null },
    ],
  })
  const next: ComparisonJson = await (await ask('comparison', `${query}&cursor=0.4`)).json()
  expect(next.legs[0]?.items.map(({ event }) => event.version)).toEqual([5])
})

test('the API compares in the order asked, and a page from the earlier moment on', async () => {
  const asked: ComparisonJson = await (await ask('comparison', 'from=now&to=v2')).json()
  expect(asked).toMatchObject({
    change: '20.00',
    from: { version: 5, byVersion: false },
    to: { version: 2, byVersion: true },
  })
  const knownAt = await recordedAt(3)
  const inOrder: Moment[] = [
    { asOf: '2026-06-15T12:00:00.000Z' },
    { version: 2 },
    { asOf: JUNE_30, knownAt },
    { asOf: JUNE_30 },
    { version: 3 },
    { version: 4 },
    { knownAt },
    {},
  ]
  for (const [index, one] of inOrder.entries()) {
    for (const other of inOrder.slice(index)) {
      for (const pair of [[one, other] as const, [other, one] as const]) {
        const page = { order: 'earlier-first', limit: 1 } as const
        const told = await compareMoments(PEOPLE.teller, id, pair, page)
        const straight = await compareMoments(PEOPLE.teller, id, [one, other], { limit: 1 })
        expect(told).toEqual(straight)
      }
    }
  }
})

test('hindsight appears only where the bank has learned something', async () => {
  const told = await hindsightOf(PEOPLE.teller, id, { asOf: JUNE_30 })
  // At the end of June the log was empty: the whole account was recorded in this test.
  expect(told).toMatchObject({ believed: { version: 0 }, known: { state: { balance: '385.00' } } })
  const now = new Date().toISOString()
  expect(await hindsightOf(PEOPLE.teller, id, { asOf: now })).toBeNull()
})

test('a balance is explained down to the first event, late ones first', async () => {
  const answer: ExplanationJson = await (await ask('explanation', `asOf=${JUNE_30}`)).json()
  expect(answer).toMatchObject({
    account: { balance: '385.00' },
    counted: { prefix: 2, late: 2 },
    nextCursor: null,
  })
  expect(
    answer.items.map(({ event, change, balance, late }) => [event.version, change, balance, late]),
  ).toEqual([
    [5, '-10.00', '385.00', true],
    [4, '-15.00', '395.00', true],
    [2, '10.00', '410.00', false],
    [1, '400.00', '400.00', false],
  ])
  const page: ExplanationJson = await (
    await ask('explanation', `asOf=${JUNE_30}&limit=2&cursor=5`)
  ).json()
  expect(page.items.map(({ balance }) => balance)).toEqual(['395.00', '410.00'])
  expect(page.nextCursor).toBe('2')
})

test('in effective order late events stand at their date, and the sum is the same', async () => {
  const query = `asOf=${JUNE_30}&order=effective`
  const answer: ExplanationJson = await (await ask('explanation', query)).json()
  expect(
    answer.items.map(({ event, change, balance, late }) => [event.version, change, balance, late]),
  ).toEqual([
    [5, '-10.00', '385.00', true],
    [2, '10.00', '395.00', false],
    [4, '-15.00', '385.00', true],
    [1, '400.00', '400.00', false],
  ])
  const page: ExplanationJson = await (await ask('explanation', `${query}&limit=1&cursor=2`)).json()
  expect(page).toMatchObject({ items: [{ balance: '385.00' }], nextCursor: '4' })
})

test('a moment has a page of the log around it', async () => {
  const answer = await (await ask('moment', 'version=3')).json()
  expect(answer.around.map(({ version }: { version: number }) => version)).toEqual([5, 4, 3, 2, 1])
  expect(answer).toMatchObject({ account: { balance: '415.00' }, before: { version: 4 } })
})

test('the course has both ends, and the fold all its steps', async () => {
  const course = await (await ask('course', 'points=2')).json()
  expect(course).toMatchObject({ from: 1, to: 5, newest: 5, currency: 'EUR' })
  expect(course.points).toMatchObject([
    { version: 1, balance: '400.00' },
    { version: 5, balance: '390.00' },
  ])
  const known: CourseJson = await (await ask('course', `knownAt=${await recordedAt(3)}`)).json()
  const whole: CourseJson = await (await ask('course', '')).json()
  const line = ({ byDate }: CourseJson) =>
    byDate.points.map(point => [point.version, point.balance])
  expect(line(known)).toEqual([
    [1, '400.00'],
    [2, '410.00'],
    [3, '415.00'],
  ])
  expect(line(whole)).toEqual([
    [1, '400.00'],
    [4, '385.00'],
    [2, '395.00'],
    [5, '385.00'],
    [3, '390.00'],
  ])
  expect(whole.byDate.late.map(({ version }) => version)).toEqual([4, 5])
  const fold = await (await ask('fold', 'from=1&to=2')).json()
  expect(fold.items).toMatchObject([
    { before: { status: 'none' }, after: { status: 'open', balance: '400.00' } },
    { before: { balance: '400.00' }, after: { balance: '410.00' } },
  ])
})

const GOOD: Record<Name, string> = {
  moment: 'version=1',
  course: '',
  fold: 'from=1',
  explanation: 'version=1',
  comparison: 'from=v1&to=now',
}
const BAD: [Name, string, string][] = [
  ['moment', 'version=1&knownAt=2026-06-30T00:00:00Z', 'version'],
  ['moment', 'version=6', 'version'],
  ['course', 'points=1', 'points'],
  ['course', 'points=401', 'points'],
  ['course', 'from=3&to=2', 'to'],
  ['course', 'from=0', 'from'],
  ['fold', '', 'from'],
  ['fold', 'from=1&to=x', 'to'],
  ['explanation', 'version=1&cursor=x', 'cursor'],
  ['explanation', 'version=1&order=asc', 'order'],
  ['course', 'knownAt=yesterday', 'knownAt'],
  ['explanation', 'asOf=2999-01-01T00:00:00Z', 'asOf'],
  ['comparison', 'from=v1', 'to'],
  ['comparison', 'from=v1&to=v9', 'version'],
  ['comparison', 'from=v1&fromKnownAt=2026-06-30T00:00:00Z&to=now', 'fromKnownAt'],
  ['comparison', `from=${'x'.repeat(5_000)}&to=now`, 'asOf'],
  ['comparison', 'from=v1&to=now&cursor=2.1', 'cursor'],
  ['comparison', 'from=v1&to=now&cursor=1.1', 'cursor'],
]

describe.each(Object.entries(GOOD) as [Name, string][])('GET %s', (name, query) => {
  test('is the staff’s and the owner’s', async () => {
    expect((await ask(name, query, 'teller')).status).toBe(200)
    expect((await ask(name, query, 'owner')).status).toBe(404)
    expect((await ask(name, query, 'stranger')).status).toBe(401)
  })
})

test.each(BAD)('GET %s with %j is malformed, and says so of %s', async (name, query, field) => {
  const problem = await (await ask(name, query)).json()
  expect(problem).toMatchObject({ status: 400, field })
  expect(problem.detail).toMatch(/^[“A-Z].*\.$/)
})

test('before the opening there is nothing to explain', async () => {
  const answer = await ask('explanation', 'asOf=2001-01-01T00:00:00Z')
  expect(answer.status).toBe(404)
})
