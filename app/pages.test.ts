import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import {
  accepted,
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { recordLongJune } from '@/app/_server/testing/long-june'
import { inOneRequest } from '@/app/_server/testing/one-request'
import { countVisits, letStaffReadTallies, registerTally } from '@/app/_server/testing/tally'

const asked = vi.hoisted(() => ({ cookie: '' }))
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ cookie: asked.cookie }),
  cookies: async () => ({ get: () => undefined }),
}))
// Next.js excludes client components from the server. Here they are loaded but never called, and
// this one can't be loaded with the server's React.
vi.mock('next/link', () => ({ default: 'a' }))
vi.mock('next/dynamic', () => ({ default: () => 'div' }))
vi.mock('lucide-react', () => {
  const has = (_: object, name: string | symbol) => name !== 'then'
  return new Proxy({}, { has, get: (_, name) => (has(_, name) ? 'svg' : undefined) })
})
vi.mock('next/navigation', () => {
  const redirect = (to: string) => {
    throw new Error(`The page leads to ${to}`)
  }
  return { redirect, useRouter: null, usePathname: null, useSearchParams: null }
})
vi.mock('@tanstack/react-query', async () => ({
  ...(await import('@tanstack/query-core')),
  infiniteQueryOptions: (options: object) => options,
  queryOptions: (options: object) => options,
  HydrationBoundary: 'div',
}))

const JUNE = '3f0c1c6e-58a2-4c3b-9d0f-6f6b5d1c2a01'
let close: () => Promise<void>
let now = { id: '', commandId: '' }
let tallyId = ''
const orderId = randomUUID()

beforeAll(async () => {
  registerTally()
  letStaffReadTallies()
  close = await openTestBank()
  await letPeopleIn()
  asked.cookie = await cookieOf('teller')
  await recordLongJune(JUNE)
  const { id } = await openAccount(PEOPLE.teller)
  const deposit = movement('Deposit', id, '1.00')
  accepted(await dispatch(PEOPLE.teller, deposit))
  now = { id, commandId: deposit.commandId }
  tallyId = await countVisits('1', '2', '3')
  const order = { accountId: id, toAccountId: JUNE, amount: '1.00', commandId: randomUUID() }
  const schedule = { first: '2999-01-01', every: 'once' }
  const body = { type: 'CreatePaymentOrder', orderId, ...order, schedule }
  await dispatch(PEOPLE.teller, body)
})
afterAll(() => close())

type Page = (props: object) => Promise<unknown>
type PageModule = { default: unknown; generateMetadata?: unknown }
type Query = Readonly<Record<string, string>>
type Case = [name: string, load: () => Promise<PageModule>, params?: Query, query?: Query]

const PAST: readonly [string, string, Query?][] = [
  ['v350', 'v150'],
  ['now', '2026-06-07T00:00:00Z'],
  ['2026-06-15T00:00:00Z', '2026-06-07T00:00:00Z'],
  ['2026-06-15T00:00:00Z', '2026-06-07T00:00:00Z', { knownAt: '2026-06-16T00:00:00Z' }],
]
const PAST_PAGE = () => import('./accounts/[id]/at/[moment]/page')
const MONTH = { from: '2026-06-01', to: '2026-06-30' }

/** Every page that reads: its module, and what its address says. */
const PAGES: readonly Case[] = [
  ['accounts', () => import('./accounts/page')],
  ['accounts, searched', () => import('./accounts/page'), {}, { q: 'Jana' }],
  ['account', () => import('./accounts/[id]/page')],
  ['deposit', () => import('./accounts/[id]/deposit/page')],
  ['withdrawal', () => import('./accounts/[id]/withdraw/page')],
  ['transfer', () => import('./accounts/[id]/transfer/page')],
  ['holds', () => import('./accounts/[id]/holds/page')],
  ['freeze', () => import('./accounts/[id]/freeze/page')],
  ['limits', () => import('./accounts/[id]/limits/page')],
  ['customers', () => import('./accounts/[id]/customers/page')],
  ['closing', () => import('./accounts/[id]/close/page')],
  ['reversal', () => import('./accounts/[id]/events/[version]/reverse/page'), { version: '2' }],
  ['timeline', () => import('./accounts/[id]/events/page')],
  ['timeline of a type', () => import('./accounts/[id]/events/page'), {}, { type: 'deposit' }],
  ['timeline at a day', () => import('./accounts/[id]/events/page'), {}, { at: '2026-06-20' }],
  ['event', () => import('./accounts/[id]/events/[version]/page'), { version: '2' }],
  ['way into the past', () => import('./accounts/[id]/at/page')],
  ...PAST.flatMap(([moment, other, query = {}]): Case[] => {
    const name = [moment, ...Object.keys(query)].join(' ')
    return [
      // Now is the account's page.
      ...(name === 'now' ? [] : [[name, PAST_PAGE, { moment }, query] satisfies Case]),
      [`${name}, why`, () => import('./accounts/[id]/at/[moment]/explain/page'), { moment }, query],
      [
        `${name}, compared with ${other}`,
        () => import('./accounts/[id]/at/[moment]/compare/page'),
        { moment },
        { ...query, with: other },
      ],
      [
        `${name}, compared with now`,
        () => import('./accounts/[id]/at/[moment]/compare/page'),
        { moment },
        query,
      ],
    ]
  }),
  ['the whole bank', () => import('./bank/at/page')],
  ['the whole bank then', () => import('./bank/at/page'), {}, { asOf: '2026-06-30T23:59:59Z' }],
  ['the books', () => import('./bank/trial-balance/page')],
  [
    'the books then',
    () => import('./bank/trial-balance/page'),
    {},
    { asOf: '2026-06-30T23:59:59Z', knownAt: '2026-07-30T23:59:59Z' },
  ],
  ['insights', () => import('./bank/insights/page')],
  ['insights of a month', () => import('./bank/insights/page'), {}, MONTH],
  ['insights of no day', () => import('./bank/insights/page'), {}, { ...MONTH, to: '2026-05-01' }],
  ['insights misspelt', () => import('./bank/insights/page'), {}, { by: 'year' }],
  ['dormant accounts', () => import('./bank/insights/dormant/page')],
  [
    'a size',
    () => import('./bank/insights/sizes/[currency]/[size]/page'),
    { currency: 'EUR', size: '5' },
  ],
  ['audit', () => import('./audit/page')],
]

test.each(PAGES)('a page sends no query twice: %s', async (_, load, params, query) => {
  await expectOnce(await load(), { id: JUNE, ...params }, query)
})

test.each(PAST)(
  'the steps of %s read what leads to them and what leads to the moment',
  async (...asked) => {
    const [moment, , query] = asked
    const page = await import('./accounts/[id]/at/[moment]/fold/page')
    // Two states, of the moment and of the start of its page of steps, share one snapshot.
    const twice = await sentTwice(page, { id: JUNE, moment }, query)
    expect(twice.filter(text => !text.includes('event_version >= $2 order by'))).toEqual([])
    expect(twice.length).toBeLessThanOrEqual(1)
  },
)

test('a page of the present instant sends no query twice', async () => {
  for (const load of [
    () => import('./accounts/[id]/at/[moment]/page'),
    () => import('./accounts/[id]/at/[moment]/explain/page'),
    () => import('./accounts/[id]/at/[moment]/compare/page'),
  ]) {
    await expectOnce(await load(), { id: now.id, moment: new Date().toISOString() }, {})
  }
  const asOf = new Date().toISOString()
  await expectOnce(await import('./bank/at/page'), {}, { asOf, withKnownAt: asOf })
})

test('the home and the transfer of a customer send no query twice', async () => {
  const { id } = await openAccount(PEOPLE.owner)
  asked.cookie = await cookieOf('owner')
  try {
    await expectOnce(await import('./accounts/page'), {})
    await expectOnce(await import('./accounts/[id]/transfer/page'), { id })
  } finally {
    asked.cookie = await cookieOf('teller')
  }
})

const ORDER_PAGES: readonly Case[] = [
  ['orders', () => import('./orders/page'), {}, { state: 'all' }],
  ['new order', () => import('./orders/new/page')],
  ['order', () => import('./orders/[id]/page')],
  ['change of an order', () => import('./orders/[id]/change/page')],
  ['approvals', () => import('./approvals/page')],
]

test.each(ORDER_PAGES)('a page of payment orders sends no query twice: %s', async (...asked) => {
  const [, load, params, query] = asked
  await expectOnce(await load(), { id: orderId, ...params }, { from: now.id, ...query })
})

test('a forecast sends no query twice', async () => {
  await expectOnce(await import('./accounts/[id]/forecast/page'), { id: now.id })
})

test('a receipt sends no query twice', async () => {
  await expectOnce(await import('./accounts/[id]/receipts/[commandId]/page'), now, {})
})

const STREAM_PAGES: readonly Case[] = [
  ['timeline', () => import('./streams/[id]/page')],
  ['event', () => import('./streams/[id]/events/[version]/page'), { version: '2' }],
  ['steps', () => import('./streams/[id]/fold/page'), {}, { version: '2' }],
  ['comparison', () => import('./streams/[id]/compare/page')],
  ['comparison of two', () => import('./streams/[id]/compare/page'), {}, { from: 'v2', to: 'v3' }],
]

test('now as a past date leads to the account', async () => {
  const page = sentTwice(await PAST_PAGE(), { id: JUNE, moment: 'now' })
  await expect(page).rejects.toThrow(`The page leads to /accounts/${JUNE}`)
})

test.each(STREAM_PAGES)(
  'the %s of a stream of any type asks nothing twice but what its states are folded from',
  async (...asked) => {
    const [, load, params, query] = asked
    const twice = await sentTwice(await load(), { id: tallyId, ...params }, query)
    expect(twice.filter(text => !text.includes('event_version >= $2 order by'))).toEqual([])
  },
)

test('now as a past date leads to the account', async () => {
  const page = sentTwice(await PAST_PAGE(), { id: JUNE, moment: 'now' })
  await expect(page).rejects.toThrow(`The page leads to /accounts/${JUNE}`)
})

test.each(STREAM_PAGES)(
  'the %s of an account as a stream leads to its own pages',
  async (...asked) => {
    const [, load, params, query] = asked
    const page = sentTwice(await load(), { id: JUNE, ...params }, query)
    await expect(page).rejects.toThrow(`The page leads to /accounts/${JUNE}`)
  },
)

async function expectOnce(page: PageModule, params: object, query: Query = {}): Promise<void> {
  expect(await sentTwice(page, params, query)).toEqual([])
}

/** Renders a page with its title and frame; returns the queries that were sent twice. */
async function sentTwice(page: PageModule, params: object, query: Query = {}): Promise<string[]> {
  const props = { params: Promise.resolve(params), searchParams: Promise.resolve(query) }
  const { default: Layout } = await import('./accounts/layout')
  const sent = await inOneRequest(async () => {
    const title = page.generateMetadata as Page | undefined
    await Promise.all([
      title?.(props),
      render({ type: Layout, props: {} }),
      render({ type: page.default, props }),
    ])
  })
  expect(sent.length).toBeGreaterThan(1)
  return sent
    .map(({ text, values }) => `${text.replaceAll(/\s+/g, ' ')} ${JSON.stringify(values)}`)
    .filter((one, index, all) => all.indexOf(one) !== index)
}

/** Calls every server component, so that it sends its queries; the output is dropped. */
async function render(node: unknown): Promise<void> {
  if (Array.isArray(node)) {
    await Promise.all(node.map(render))
  } else if (isElement(node)) {
    const { type, props } = node
    if (typeof type === 'function' && type.constructor.name === 'AsyncFunction') {
      return render(await type(props))
    }
    await Promise.all(Object.values(props).map(render))
  }
}

type Element = { readonly type: unknown; readonly props: Record<string, unknown> }

function isElement(node: unknown): node is Element {
  return typeof node === 'object' && node !== null && 'type' in node && 'props' in node
}
