import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import {
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
  requestBy,
} from '@/app/_server/testing/bank'
import { GET as getEvents } from './case-files/[id]/events/route'
import { GET } from './case-files/[id]/route'
import { GET as getList } from './case-files/route'
import { GET as getBankEvents } from './events/route'

let close: () => Promise<void>
const caseFileId = randomUUID()
let accountId: string
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  accountId = (await openAccount(PEOPLE.owner)).id
  const open = { type: 'OpenCaseFile', caseFileId, accountId, title: 'Lost card', text: 'One' }
  const revise = { type: 'ReviseCaseFile', caseFileId, expectedVersion: 1, text: 'Two' }
  for (const body of [open, revise]) {
    const { outcome } = await dispatch(PEOPLE.teller, { commandId: randomUUID(), ...body })
    expect(outcome).toBe('filed')
  }
})
afterAll(() => close())

type Person = keyof typeof PEOPLE
const params = Promise.resolve({ id: caseFileId })

async function show(person: Person, query = '') {
  return GET(await requestBy(person, `/api/case-files/${caseFileId}${query}`), { params })
}

async function list(person: Person, query: string) {
  return getList(await requestBy(person, `/api/case-files${query}`))
}

test('a case file is shown to the staff, in any version of its text', async () => {
  expect(await (await show('auditor')).json()).toMatchObject({
    caseFile: { caseFileId, version: 2, textVersion: 2, text: 'Two', accountId },
  })
  expect(await (await show('teller', '?version=1')).json()).toMatchObject({
    caseFile: { version: 2, textVersion: 1, text: 'One' },
  })
  expect((await show('admin', '?version=3')).status).toBe(404)
  expect((await show('admin', '?version=0')).status).toBe(400)
  expect((await show('owner')).status).toBe(404)
  expect((await list('owner', '')).status).toBe(404)
})

test('case files are listed by filters', async () => {
  await vi.waitFor(async () => {
    const found = await list(
      'auditor',
      `?accountId=${accountId}&q=tw+lost&state=open&assignee=none`,
    )
    expect(await found.json()).toMatchObject({ items: [{ caseFileId, excerpt: 'Two' }] })
  }, 10_000)
  expect(await (await list('auditor', '?q=one')).json()).toEqual({ items: [], nextCursor: null })
  for (const wrong of ['?state=lost', '?accountId=1', '?x=1', '?cursor=1', '?limit=0']) {
    expect((await list('auditor', wrong)).status, wrong).toBe(400)
  }
})

test('its events are those of a stream', async () => {
  const events = async (person: Person) =>
    getEvents(await requestBy(person, `/api/case-files/${caseFileId}/events`), { params })
  expect((await (await events('auditor')).json()).items).toMatchObject([
    { type: 'CaseFileRevised', version: 2 },
    { type: 'CaseFileOpened', version: 1 },
  ])
  expect((await events('owner')).status).toBe(404)
  const all = await getBankEvents(await requestBy('auditor', '/api/events?type=CaseFileRevised'))
  expect((await all.json()).items).toHaveLength(1)
})
