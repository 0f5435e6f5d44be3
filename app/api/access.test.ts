import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordAccess } from '@/app/_server/people/access-log'
import { recordForeign } from '@/app/_server/people/foreign'
import { bank } from '@/app/_server/process/bank'
import {
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
  requestBy,
} from '@/app/_server/testing/bank'
import type { AccessJson } from '@/app/_wire/access'
import type { Page } from '@/app/_wire/types'
import { GET as exportAccess } from './access/export/route'
import { GET as getAccess } from './access/route'
import { GET as exportEvents } from './accounts/[id]/events/export/route'
import { GET as getAccount } from './accounts/[id]/route'
import { GET as getBank } from './bank/route'
import { POST as postCommands } from './commands/route'

let close: () => Promise<void>
let id: string

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  id = (await openAccount(PEOPLE.owner)).id
})
afterAll(() => close())

async function log(query = '', by: 'auditor' | 'admin' = 'auditor'): Promise<AccessJson[]> {
  await bank().access.stop()
  const answer = await getAccess(await requestBy(by, `/api/access?${query}`))
  expect(answer.status).toBe(200)
  return ((await answer.json()) as Page<AccessJson>).items
}

const context = {
  get params() {
    return Promise.resolve({ id })
  },
}

test('auditors and administrators read it, nobody else, and no filter reveals it', async () => {
  for (const [somebody, status] of [
    ['auditor', 200],
    ['admin', 200],
    ['teller', 403],
    ['owner', 403],
    ['nobody', 401],
  ] as const) {
    expect((await getAccess(await requestBy(somebody, '/api/access'))).status).toBe(status)
    const path = '/api/access/export?format=csv'
    expect((await exportAccess(await requestBy(somebody, path))).status).toBe(status)
  }
})

test('it has denials, by whom and of what', async () => {
  await getBank(await requestBy('owner', '/api/bank'))
  await getAccount(await requestBy('stranger', `/api/accounts/${id}`), context)
  const cookie = await cookieOf('auditor')
  const body = JSON.stringify(movement('Deposit', id, '1.00'))
  const headers = { cookie, 'content-type': 'application/json' }
  await postCommands(
    new Request('http://localhost:3000/api/commands', { method: 'POST', body, headers }),
  )
  const denied = await log('kind=denied')
  const short = denied.map(({ actor, subject, detail }) => [actor?.id, subject?.id, detail.right])
  expect(short).toContainEqual(['u-owner', undefined, 'readBank'])
  expect(short).toContainEqual(['u-stranger', id, 'readAccounts'])
  expect(short).toContainEqual(['u-auditor', undefined, 'sendCommands'])
  expect(denied.every(({ kind }) => kind === 'denied')).toBe(true)
})

test('it has who of the staff looks at an account, once in five minutes, and exports', async () => {
  for (let n = 0; n < 3; n++) {
    await getAccount(await requestBy('teller', `/api/accounts/${id}`), context)
    await getAccount(await requestBy('owner', `/api/accounts/${id}`), context)
  }
  const file = await exportEvents(
    await requestBy('owner', `/api/accounts/${id}/events/export?format=csv`),
    context,
  )
  await file.text()
  const about = await log(`person=${id}`)
  const kinds = about.map(({ kind, actor }) => `${kind} ${actor?.id}`)
  expect(kinds.filter(kind => kind === 'account-viewed u-teller')).toHaveLength(1)
  expect(kinds).not.toContain('account-viewed u-owner')
  expect(kinds).toContain('exported u-owner')
  expect(about[0]?.subject?.name).toMatch(/^DB/)
})

test('it is filtered by person, kind, address and days, and read page by page', async () => {
  const at = new Date('2020-05-31T22:30:00Z')
  bank().access.add({ at, kind: 'signed-in', actorKind: 'person', actorId: 'u-owner', detail: {} })
  bank().access.add({ at, kind: 'signed-out', address: '10.1.2.3', detail: {} })
  const ofOwner = await log('person=Owner@example.com&kind=signed-in&limit=200')
  expect(new Set(ofOwner.map(entry => `${entry.kind} ${entry.actor?.id}`))).toEqual(
    new Set(['signed-in u-owner']),
  )
  // The others are the sign-ins of this file.
  expect(ofOwner.filter(entry => entry.at === at.toISOString())).toHaveLength(1)
  expect(await log('person=nobody@example.com')).toEqual([])
  const ofAddress = await log('address=10.1.2.3')
  expect(ofAddress.map(({ kind, actor }) => [kind, actor])).toEqual([['signed-out', null]])
  expect((await log('from=2020-05-31&to=2020-05-31')).length).toBe(2)
  expect((await log('from=2020-06-01&to=2020-06-01&zone=Europe/Prague')).length).toBe(2)
  expect(await log('from=2020-06-01&to=2020-06-01')).toEqual([])

  const all = await log('limit=200')
  const pages: string[] = []
  let cursor = ''
  do {
    const path = `/api/access?limit=2${cursor && `&cursor=${cursor}`}`
    const page: Page<AccessJson> = await (await getAccess(await requestBy('admin', path))).json()
    pages.push(...page.items.map(entry => entry.id))
    cursor = page.nextCursor ?? ''
  } while (cursor !== '')
  expect(pages.slice(-all.length)).toEqual(all.map(entry => entry.id))
})

test.each(['from=1.5.2020', 'to=2020-13-01', 'zone=Mars', 'limit=0', 'cursor=x', 'who=me'])(
  '%s is refused, and says so',
  async query => {
    const answer = await getAccess(await requestBy('auditor', `/api/access?${query}`))
    expect(await answer.json()).toMatchObject({ status: 400, field: query.split('=')[0] })
  },
)

test('an export has the filtered entries as a table or JSON, and is itself recorded', async () => {
  const [first] = await log('address=10.1.2.3')
  const file = async (query: string) =>
    (await exportAccess(await requestBy('auditor', `/api/access/export?${query}`))).text()
  const table = (await file('format=csv&address=10.1.2.3')).split('\r\n')
  expect(table[0]).toMatch(/^at,at_utc,kind,by,/)
  expect(table[1]).toContain('2020-05-31T22:30:00.000Z,signed-out,')
  expect(table).toHaveLength(3)
  expect(JSON.parse(await file('format=json&address=10.1.2.3'))).toEqual([first])
  expect(JSON.parse(await file('format=json&address=10.9.9.9'))).toEqual([])
  const exported = await log('kind=exported&person=u-auditor')
  expect(exported[0]?.detail).toEqual({ format: 'json', of: 'access log' })
  const status = async (query: string) =>
    (await exportAccess(await requestBy('auditor', `/api/access/export?${query}`))).status
  expect(await status('format=xml')).toBe(400)
  expect(await status('format=csv&limit=1')).toBe(400)
})

test('an entry that can’t be added is no failure of the request', async () => {
  const { access } = bank()
  Object.assign(bank(), {
    access: {
      add: () => {
        throw new Error('broken')
      },
    },
  })
  expect(() => recordAccess({ kind: 'denied', by: null })).not.toThrow()
  expect((await getBank(await requestBy('stranger', '/api/bank'))).status).toBe(403)
  Object.assign(bank(), { access })
})

test('it has requests of other sites, with their site, once in a while and so many at most', async () => {
  const from = (origin: string) => recordForeign({ headers: { origin } } as IncomingMessage)
  const kept = async () => {
    const entries = await log('kind=denied&limit=200')
    return entries.filter(({ detail }) => detail.right === 'other site')
  }
  for (let n = 0; n < 5; n++) from('https://evil.example')
  from('null')
  const told = (await kept()).map(({ detail, actor }) => [detail.site ?? null, actor])
  // Of one millisecond, so in either order.
  expect(told).toHaveLength(2)
  expect(told).toEqual(
    expect.arrayContaining([
      [null, null],
      ['evil.example', null],
    ]),
  )
  for (let n = 0; n < 1_000; n++) from(`https://n${n}.example`)
  expect(await kept()).toHaveLength(60)
})
