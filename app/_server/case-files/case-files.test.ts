import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableStream } from '@/app/_server/streams/access'
import { letPeopleIn, openAccount, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import type { CaseFileJson } from '@/app/_wire/case-files'
import { getCaseFile, listCaseFiles } from './case-files'

const { owner, teller, auditor, admin } = PEOPLE
const service = (...scopes: NonNullable<Viewer['bounds']>['scopes']): Viewer => ({
  ...{ kind: 'service', userId: 's-notes', name: 'Notes', email: '', role: 'teller' },
  bounds: { scopes, accountIds: null },
})

let close: () => Promise<void>
let accountId: string
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  accountId = (await openAccount(owner)).id
})
afterAll(() => close())

async function send(viewer: Viewer, body: Record<string, unknown>): Promise<CaseFileJson> {
  const answer = await dispatch(viewer, { commandId: randomUUID(), ...body })
  if (answer.outcome !== 'filed') throw new Error(JSON.stringify(answer))
  return answer.caseFile
}

async function refusalOf(viewer: Viewer, body: Record<string, unknown>) {
  const answer = await dispatch(viewer, { commandId: randomUUID(), ...body })
  return answer.outcome === 'refused' ? answer.problem : answer
}

const open = (more: Record<string, unknown> = {}) => ({
  ...{ type: 'OpenCaseFile', accountId, title: 'Lost card', text: 'She called.' },
  ...more,
})
const revise = (caseFileId: string, expectedVersion: number, text: string, why?: string) => ({
  ...{ type: 'ReviseCaseFile', caseFileId, expectedVersion, text },
  ...(why !== undefined && { why }),
})

describe('a case file', () => {
  test('is opened about an account or a person, and keeps every version of its text', async () => {
    const { caseFileId, ...opened } = await send(teller, open())
    expect(opened).toMatchObject({ version: 1, state: 'open', accountId, personId: null })
    await send(teller, revise(caseFileId, 1, 'She called twice.', 'Second call'))
    await send(teller, { type: 'CloseCaseFile', caseFileId })
    expect(await getCaseFile(caseFileId)).toMatchObject({
      ...{ version: 2, textVersion: 2, state: 'closed', text: 'She called twice.' },
      revisions: [
        { version: 2, by: { id: teller.userId, name: teller.name }, why: 'Second call' },
        { version: 1, why: null },
      ],
    })
    expect(await getCaseFile(caseFileId, 1)).toMatchObject({ version: 2, text: 'She called.' })
    expect(await getCaseFile(caseFileId, 3)).toBeNull()
    const about = await send(teller, open({ accountId: undefined, personId: owner.userId }))
    expect(about).toMatchObject({ accountId: null, personId: owner.userId })
  })

  test('that was revised meanwhile is not changed, and both versions are told', async () => {
    const { caseFileId } = await send(teller, open())
    await send(teller, revise(caseFileId, 1, 'Two'))
    expect(await refusalOf(teller, revise(caseFileId, 1, 'Mine'))).toMatchObject({
      ...{ status: 409, title: 'Revised meanwhile', field: 'expectedVersion' },
      ...{ expectedVersion: 1, version: 2 },
    })
    expect(await getCaseFile(caseFileId)).toMatchObject({ version: 2, text: 'Two' })
    const both = await Promise.all(
      ['A', 'B', 'C'].map(text => refusalOf(teller, revise(caseFileId, 2, text))),
    )
    expect(both.filter(one => 'outcome' in one)).toHaveLength(1)
  })

  test('is renamed by who saw its newest title', async () => {
    const { caseFileId } = await send(teller, open())
    const rename = (title: string) =>
      ({ type: 'RenameCaseFile', caseFileId, expectedTitle: 'Lost card', title }) as const
    expect(await send(teller, rename('Found card'))).toMatchObject({ title: 'Found card' })
    expect(await refusalOf(teller, rename('Mine'))).toMatchObject({
      ...{ status: 409, title: 'Renamed meanwhile', field: 'expectedTitle' },
      titleNow: 'Found card',
    })
    expect(await refusalOf(teller, { ...rename(''), expectedTitle: 'Found card' })).toMatchObject({
      ...{ status: 422, field: 'title' },
    })
    expect(await refusalOf(auditor, rename('Mine'))).toMatchObject({ status: 403 })
    await vi.waitFor(async () => {
      const { items } = await listCaseFiles(teller, { q: 'found card' })
      expect(items).toMatchObject([{ caseFileId, title: 'Found card' }])
    }, 10_000)
  })

  test('is one for each command, and for each id', async () => {
    const body = { commandId: randomUUID(), ...open() }
    const { caseFileId } = await send(teller, body)
    expect((await send(teller, body)).caseFileId).toBe(caseFileId)
    expect(await refusalOf(teller, open({ caseFileId }))).toMatchObject({ status: 422 })
  })

  test('is assigned to a teller, due on a date, and about events that exist', async () => {
    const { caseFileId } = await send(teller, open())
    const assign = (assigneeEmail: string | null) =>
      ({ type: 'AssignCaseFile', caseFileId, assigneeEmail }) as const
    const link = (version: number, streamId = accountId) =>
      ({ type: 'LinkCaseFileEvent', caseFileId, streamId, version }) as const
    await send(teller, assign(' Teller@example.com'))
    await send(teller, { type: 'SetCaseFileDue', caseFileId, due: '2026-12-31' })
    expect(await send(teller, link(1))).toMatchObject({
      assignee: { id: teller.userId, name: teller.name },
      due: '2026-12-31',
    })
    expect(await getCaseFile(caseFileId)).toMatchObject({
      links: [{ streamId: accountId, version: 1 }],
    })
    expect(await refusalOf(teller, assign(auditor.email))).toMatchObject({
      ...{ status: 422, field: 'assigneeEmail' },
    })
    expect(await refusalOf(teller, assign('a\0b'))).toMatchObject({ field: 'assigneeEmail' })
    expect(await refusalOf(teller, link(99))).toMatchObject({ status: 422, field: 'version' })
    expect(await refusalOf(teller, link(1, randomUUID()))).toMatchObject({ field: 'streamId' })
    await send(teller, { ...link(1), type: 'UnlinkCaseFileEvent' })
    await vi.waitFor(async () => {
      const { items } = await listCaseFiles(teller, { assignee: 'me', q: 'CALLED lost' })
      expect(items).toMatchObject([{ caseFileId, excerpt: 'She called.' }])
    }, 10_000)
  })

  test.each<[string, () => Record<string, unknown>, number, string | undefined]>([
    ['two subjects', () => open({ personId: 'u-owner' }), 400, 'accountId'],
    ['no subject', () => open({ accountId: undefined }), 400, 'accountId'],
    ['an unknown account', () => open({ accountId: randomUUID() }), 404, undefined],
    ['nobody', () => open({ accountId: undefined, personId: 'a\0' }), 404, 'personId'],
    ['an id that is none', () => open({ caseFileId: 'mine' }), 400, 'caseFileId'],
    ['no title', () => open({ title: '' }), 422, 'title'],
    ['a long text', () => open({ text: 'x'.repeat(100_001) }), 400, 'text'],
    ['a number as text', () => open({ text: 5 }), 400, 'text'],
    ['no id', () => ({ type: 'CloseCaseFile', caseFileId: 'mine' }), 404, undefined],
    ['an unknown case file', () => revise(randomUUID(), 1, 'x'), 404, undefined],
    ['no version', () => revise(randomUUID(), 0.5, 'x'), 400, 'expectedVersion'],
  ])('with %s is refused with what is wrong', async (_, bodyOf, status, field) => {
    expect(await refusalOf(teller, bodyOf())).toMatchObject({ status, ...(field && { field }) })
  })
})

describe('case files are for the staff', () => {
  test('who reads and who writes', async () => {
    const { caseFileId } = await send(teller, open())
    const close = { type: 'CloseCaseFile', caseFileId }
    expect(await refusalOf(owner, close)).toMatchObject({ status: 404 })
    expect(await refusalOf(owner, { ...close, caseFileId: randomUUID() })).toMatchObject({
      status: 404,
    })
    expect(await refusalOf(owner, open())).toMatchObject({ status: 404 })
    expect(await refusalOf(auditor, close)).toMatchObject({ status: 403 })
    expect(await refusalOf(admin, close)).toMatchObject({
      ...{ status: 403, detail: expect.stringMatching(/^Only tellers can write/) },
    })
    expect(await readableStream(owner, caseFileId)).toBeNull()
    expect(await readableStream(auditor, caseFileId)).toMatchObject({ title: 'Case: Lost card' })
  })

  test('programs need the scope', async () => {
    const { caseFileId } = await send(teller, open())
    const close = { type: 'CloseCaseFile', caseFileId }
    expect(await refusalOf(service('commands:write', 'cases:read'), close)).toMatchObject({
      ...{ status: 403, scope: 'cases:write' },
    })
    expect(await readableStream(service('events:read'), caseFileId)).toBeNull()
    expect(await send(service('commands:write', 'cases:write'), close)).toMatchObject({
      state: 'closed',
    })
    const [, last] = await bank().store.getEventsForAggregate(caseFileId)
    expect(last?.actor).toMatchObject({ id: 's-notes' })
  })
})
