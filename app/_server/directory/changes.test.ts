import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBankStream } from '@/app/_server/live/live'
import { sessionToken } from '@/app/_server/people/auth'
import { type Viewer, viewerOf } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { peopleDesk } from '@/app/_server/process/people-desk'
import { readableStream } from '@/app/_server/streams/access'
import { cookieOf, letPeopleIn, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { bankTimeline, streamTimeline } from '@/app/_server/timeline/timeline'
import { resolveView } from '@/app/_server/timeline/timeline-query'
import { PLAIN_TIMELINE } from '@/app/_wire/timeline'
import { enrolEverybody } from '@/db/directory/desk'
import { personStreamId } from '@/db/ids'
import { ROSTER_STREAM } from '@/domain/person/roster'
import { change, invite, type PersonChange } from './changes'
import { join, readLink } from './joining'
import { getPerson, listPeople, readPeopleCursor } from './people'

const { owner, stranger, teller, auditor, admin } = PEOPLE
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  await enrolEverybody(peopleDesk())
})
afterAll(() => close())

const id = () => crypto.randomUUID()

async function invited(name: string, email = `${id()}@example.com`, by: Viewer = admin) {
  const answer = await invite(by, { role: 'teller', name, email }, id())
  if ('status' in answer) throw new Error(answer.detail)
  return { ...answer, token: answer.link?.url.split('/').at(-1) ?? '' }
}

describe('who changes people', () => {
  const CHANGES: PersonChange[] = [
    { type: 'role', role: 'admin' },
    ...(['disable', 'enable', 'end-sessions', 'reset'] as const).map(type => ({ type })),
  ]

  test.each([
    ['a customer', owner],
    ['a teller', teller],
    ['an auditor', auditor],
  ])('not %s', async (_, viewer) => {
    for (const asked of CHANGES) {
      expect(await change(viewer, stranger.userId, asked, id())).toMatchObject({ status: 403 })
    }
    const somebody = { role: 'admin', name: 'Eve', email: 'eve@example.com' }
    expect(await invite(viewer, somebody, id())).toMatchObject({ status: 403 })
    expect(await getPerson(admin, stranger.userId)).toMatchObject({ role: 'customer' })
  })

  test('an administrator, but not their own role and access', async () => {
    for (const asked of [{ type: 'role', role: 'teller' }, { type: 'disable' }] as const) {
      expect(await change(admin, admin.userId, asked, id())).toMatchObject({ status: 422 })
    }
    const odd = { type: 'role', role: 'root' } as const
    expect(await change(admin, stranger.userId, odd, id())).toMatchObject({ field: 'role' })
    expect(await change(admin, 'nobody', { type: 'disable' }, id())).toMatchObject({ status: 404 })
    expect(await change(admin, stranger.userId, { type: 'reset' }, 'x')).toMatchObject({
      status: 400,
    })
  })

  test('once, however often the form is sent', async () => {
    const commandId = id()
    const disable = () => change(admin, stranger.userId, { type: 'disable' }, commandId)
    expect(await disable()).toEqual(await disable())
    expect(await change(admin, stranger.userId, { type: 'enable' }, commandId)).toMatchObject({
      status: 409,
    })
    await change(admin, stranger.userId, { type: 'enable' }, id())
  })
})

test('somebody disabled is out at once: session, open streams, and a new sign-in', async () => {
  const cookie = await cookieOf('owner')
  const headers = new Headers({ cookie })
  const viewer = await viewerOf(headers)
  if (!viewer) throw new Error('not signed in')
  const { signal } = new AbortController()
  const stream = openBankStream({ token: sessionToken(headers) ?? '', viewer, signal })
  const ended = (async () => {
    for await (const _ of stream.body ?? []);
  })()
  await change(admin, owner.userId, { type: 'disable' }, id())
  expect(await viewerOf(headers)).toBeNull()
  await ended
  expect(await cookieOf('owner')).toBe('')
  await change(admin, owner.userId, { type: 'enable' }, id())
  expect(await cookieOf('owner')).not.toBe('')
})

describe('a link', () => {
  test('sets a password by the rules, and says what is wrong with it', async () => {
    const { token, personId } = await invited('Greta Garbo')
    const typed = { name: '', email: '', password: 'too short' }
    expect(await join(token, typed)).toMatchObject({ ok: false, field: 'password' })
    expect(await join(token, { ...typed, password: 'Greta Garbo 1905' })).toMatchObject({
      field: 'password',
    })
    const password = 'four unrelated words, please'
    expect(await join(token, { ...typed, password })).toMatchObject({ ok: true })
    expect(await join(token, { ...typed, password })).toMatchObject({ ok: false, field: null })
    expect(await getPerson(admin, personId)).toMatchObject({ standing: 'enabled' })
  })

  test.each(['', 'x', 'x'.repeat(43), '\0'.repeat(43), '../../etc'])('%j is none', async token => {
    expect(await readLink(token)).toBeNull()
    const typed = { name: '', email: '', password: 'four unrelated words, please' }
    expect(await join(token, typed)).toMatchObject({ ok: false, field: null })
  })

  test('is sent by e-mail if the bank has a mail server, and shown if that fails', async () => {
    const said: string[] = []
    const server = createServer(socket => {
      socket.write('220 test\r\n')
      let isData = false
      socket.on('data', bytes => {
        said.push(String(bytes))
        if (isData) isData = !String(bytes).endsWith('\r\n.\r\n')
        else isData = /^DATA/i.test(String(bytes))
        socket.write(isData ? '354 go\r\n' : '250 ok\r\n')
      })
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as { port: number }
    process.env.SMTP_URL = `smtp://127.0.0.1:${port}`
    process.env.SMTP_FROM = 'bank@example.com'
    const sent = await invited('Mona Mail', 'mona@example.com')
    expect(sent.mail).toBe('sent')
    const mail = said.join('').replaceAll('=\r\n', '').replaceAll('=3D', '=')
    expect(mail).toContain('RCPT TO:<mona@example.com>')
    expect(mail).toContain(sent.link?.url)
    await new Promise(done => server.close(done))
    expect(await invited('Nora Nomail')).toMatchObject({ mail: 'failed', link: {} })
    delete process.env.SMTP_URL
    expect(await invited('Olga Off')).toMatchObject({ mail: 'off' })
  })
})

describe('the list of people', () => {
  test('is for auditors and administrators, by words and role, in pages', async () => {
    for (let n = 0; n < 55; n++) await invited(`Zdeněk Nový ${String(n).padStart(2, '0')}`)
    const all = { q: '', role: '', cursor: null }
    for (const viewer of [owner, teller]) {
      expect(await listPeople(viewer, all)).toMatchObject({ status: 403 })
      expect(await getPerson(viewer, owner.userId)).toBeNull()
    }
    const asked = { q: 'novy zden', role: 'teller', cursor: null }
    const first = await listPeople(auditor, asked)
    if ('status' in first) throw new Error(first.detail)
    expect(first.items).toHaveLength(50)
    const cursor = readPeopleCursor(first.next ?? '')
    expect(await listPeople(admin, { ...asked, cursor })).toMatchObject({
      ...{ items: { length: 5 }, next: null, isCut: false },
    })
    expect(await listPeople(admin, { ...asked, role: 'customer' })).toMatchObject({ items: [] })
    const whole = await listPeople(admin, all)
    const rest = 'status' in whole ? null : readPeopleCursor(whole.next ?? '')
    expect(await listPeople(admin, { ...all, cursor: rest })).not.toMatchObject({ items: [] })
    for (const text of ['', 'x', '%', Buffer.from('["\\u0000","a"]').toString('base64url')]) {
      expect(readPeopleCursor(text)).toBeNull()
    }
    for (const nobody of ['', '\0', 'é', 'x'.repeat(101)]) {
      expect(await getPerson(admin, nobody)).toBeNull()
    }
  })
})

test('the stream of a person is theirs, the auditors’ and the administrators’', async () => {
  await change(admin, stranger.userId, { type: 'end-sessions' }, id())
  const streamId = personStreamId(stranger.userId)
  for (const viewer of [stranger, auditor, admin]) {
    expect(await readableStream(viewer, streamId)).toMatchObject({ title: 'stranger' })
  }
  for (const viewer of [owner, teller]) expect(await readableStream(viewer, streamId)).toBeNull()
  expect(await readableStream(admin, ROSTER_STREAM.id)).toMatchObject({ title: 'Administrators' })
  expect(await readableStream(teller, ROSTER_STREAM.id)).toBeNull()
  const read = resolveView({ ...PLAIN_TIMELINE, refused: 'also' }, true)
  if (!read.ok) throw new Error('a plain timeline can be read')
  const place = { cursor: null, limit: 100 }
  const kinds = async (viewer: Viewer) =>
    new Set((await bankTimeline(viewer, read.resolved, place))?.items.map(of => of.aggregateType))
  expect(await kinds(auditor)).toEqual(new Set(['Person', 'Roster']))
  expect(await kinds(teller)).toEqual(new Set())
  const own = await streamTimeline(stranger, streamId, read.resolved, place)
  expect(own?.items.length).toBeGreaterThan(2)
  expect((await bank().store.stateAt(streamId, { version: 1 })).stream.state).toMatchObject({
    ...{ role: 'customer', disabled: false },
  })
})
