import { afterAll, beforeAll, expect, test } from 'vitest'
import { setNickname } from '@/app/_server/accounts/nicknames'
import { dispatch } from '@/app/_server/commands/commands'
import { search } from '@/app/_server/search/search'
import {
  accepted,
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
  requestBy,
  sendAccepted,
} from '@/app/_server/testing/bank'
import type { SearchJson } from '@/app/_wire/search'
import type { AccountJson } from '@/app/_wire/types'
import { GET } from './search/route'

const { owner, stranger, teller, auditor } = PEOPLE
const NOW = new Date('2026-11-26T12:00:00Z')
let close: () => Promise<void>
let everyday: AccountJson
let savings: AccountJson
let theirs: AccountJson

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  everyday = await openAccount(owner, { owner: 'Jana Nováková', reference: 'RENT-7' })
  savings = await openAccount(owner, { owner: 'Jana Nováková' })
  theirs = await openAccount(stranger, { owner: 'Petr Straka', reference: 'STRAKA-1' })
})
afterAll(() => close())

async function ask(somebody: keyof typeof PEOPLE | 'nobody', query: string) {
  const answer = await GET(await requestBy(somebody, `/api/search?${query}`))
  return { status: answer.status, body: await answer.json() }
}

const hrefsOf = ({ groups }: SearchJson) =>
  groups.flatMap(({ hits }) => hits.map(({ href }) => href))
const hitsIn = ({ groups }: SearchJson, name: string) =>
  groups.find(group => group.name === name)?.hits ?? []

test('nobody searches without signing in', async () => {
  expect((await ask('nobody', 'q=jana')).status).toBe(401)
})

test.each([
  ['', 'q'],
  ['q=a&q=b', 'q'],
  [`q=${'x'.repeat(201)}`, 'q'],
  ['q=%00', 'q'],
  ['q=a&account=7', 'account'],
  ['q=a&zone=Moon', 'zone'],
  ['q=a&limit=9', 'limit'],
])('%s is refused', async (query, field) => {
  const { status, body } = await ask('owner', query)
  expect([status, body.field]).toEqual([400, field])
})

test.each(['q=', 'q=%25', 'q=_', `q=${encodeURIComponent('a'.repeat(200))}`, 'q=%F0%9F%92%B6'])(
  '%s is answered',
  async query => {
    for (const somebody of ['owner', 'teller', 'auditor'] as const) {
      expect((await ask(somebody, query)).status).toBe(200)
    }
  },
)

test('accounts are found by owner, number and reference', async () => {
  for (const q of ['straka', 'Petr', theirs.number, theirs.number.slice(-9), 'straka-1']) {
    const { body } = await ask('teller', `q=${encodeURIComponent(q)}`)
    expect(hitsIn(body, 'Accounts')[0], q).toEqual({
      title: 'Petr Straka',
      detail: `${theirs.number} · STRAKA-1`,
      href: `/accounts/${theirs.id}`,
      amount: { value: '100.00', currency: 'EUR' },
    })
  }
})

test('a customer never finds what belongs to others', async () => {
  const deposit = await sendAccepted(teller, theirs.id, { type: 'Deposit', amount: '5.00' })
  const [event] = deposit.events
  const asked = ['Petr', 'Straka', theirs.number, 'STRAKA-1', theirs.id]
  for (const q of [
    ...asked,
    event?.eventId ?? '',
    event?.commandId ?? '',
    '#1',
    'over 1',
    'today',
  ]) {
    const query = { q, account: theirs.id, zone: 'UTC' }
    const found = await search(owner, query)
    expect(JSON.stringify(found), q).not.toContain(theirs.id)
    expect(JSON.stringify(found), q).not.toContain('Straka · ')
    const ofOwner = await search(stranger, query)
    expect(hrefsOf(ofOwner).join(' '), q).toContain(theirs.id)
  }
})

test('a nickname is found by the customer who gave it, and by nobody else', async () => {
  expect(await setNickname(owner, savings.id, '  Holiday   fund ')).toBeNull()
  expect(hitsIn(await search(owner, { q: 'holi' }), 'Accounts')).toMatchObject([
    { title: 'Holiday fund', detail: `Jana Nováková · ${savings.number}` },
  ])
  expect(hitsIn(await search(owner, { q: 'fund holiday' }), 'Accounts')).toHaveLength(1)
  for (const other of [stranger, teller, auditor]) {
    expect(hitsIn(await search(other, { q: 'holiday' }), 'Accounts')).toEqual([])
  }
  const [first] = hitsIn(await search(owner, { q: 'jana' }), 'Accounts')
  expect(first?.href).toBe(`/accounts/${savings.id}`)
})

test('a nickname is clean text, short, and for one’s own accounts', async () => {
  expect(await setNickname(owner, savings.id, 'x'.repeat(41))).toBe('Use at most 40 characters.')
  expect(await setNickname(owner, savings.id, '👍🏽'.repeat(40))).toBeNull()
  expect(await setNickname(owner, savings.id, 'a\u202Eb')).toMatch(/^Use letters/)
  expect(await setNickname(owner, theirs.id, 'Mine')).toMatch(/not yours/)
  expect(await setNickname(teller, theirs.id, 'Mine')).toMatch(/^Only customers/)
  expect(await setNickname(owner, savings.id, ' ')).toBeNull()
  expect(hitsIn(await search(owner, { q: 'holiday' }), 'Accounts')).toEqual([])
})

test('an event is found by its number on the account, and by its id everywhere', async () => {
  const { events } = await sendAccepted(teller, everyday.id, { type: 'Deposit', amount: '7.00' })
  const [event] = events
  if (!event) throw new Error('No event')
  const hit = {
    title: `Event ${event.version}`,
    href: `/accounts/${everyday.id}/events/${event.version}`,
    amount: { value: '7.00', currency: 'EUR' },
  }
  for (const q of [`event ${event.version}`, `#${event.version}`, `Event #${event.version}`]) {
    expect(hitsIn(await search(owner, { q, account: everyday.id }), 'Events'), q).toMatchObject([
      hit,
    ])
    expect(hitsIn(await search(owner, { q }), 'Events'), q).toMatchObject([hit])
    expect(hitsIn(await search(stranger, { q }), 'Events'), q).not.toMatchObject([hit])
    expect(hitsIn(await search(teller, { q }), 'Events'), q).toEqual([])
  }
  for (const id of [event.eventId, event.eventId.toUpperCase(), event.commandId ?? '']) {
    expect(hitsIn(await search(owner, { q: id }), 'Events'), id).toMatchObject([hit])
    expect(hitsIn(await search(auditor, { q: ` ${id} ` }), 'Events'), id).toMatchObject([hit])
  }
  expect(hitsIn(await search(auditor, { q: crypto.randomUUID() }), 'Events')).toEqual([])
  expect(hitsIn(await search(owner, { q: '#999', account: everyday.id }), 'Events')).toEqual([])
})

test('payees of the past are found, and lead to a transfer to them', async () => {
  const body = { type: 'Transfer', accountId: everyday.id, toAccountId: theirs.id, amount: '1.00' }
  accepted(await dispatch(owner, { commandId: crypto.randomUUID(), ...body }))
  const href = `/accounts/${everyday.id}/transfer?to=${theirs.number.replaceAll(' ', '')}`
  expect(hitsIn(await search(owner, { q: 'petr' }), 'Payees')).toMatchObject([{ href }])
  expect(hitsIn(await search(stranger, { q: 'jana' }), 'Payees')).toEqual([])
  expect(hitsIn(await search(teller, { q: 'petr' }), 'Payees')).toEqual([])
})

test('dates lead to the events and the balances of those days', async () => {
  const zone = 'Europe/Prague'
  const ofBank = await search(auditor, { q: 'last week', zone }, NOW)
  expect(hrefsOf(ofBank)).toEqual([
    `/audit?from=2026-11-16&to=2026-11-22&zone=${zone}`,
    `/bank/at?asOf=2026-11-22T22%3A59%3A59.999Z&zone=Europe%2FPrague`,
    `/bank/trial-balance?asOf=2026-11-22T22%3A59%3A59.999Z&zone=Europe%2FPrague`,
  ])
  const ofAccount = await search(owner, { q: '10 Nov 2026', account: everyday.id, zone }, NOW)
  expect(hrefsOf(ofAccount)).toEqual([
    `/accounts/${everyday.id}/events?from=2026-11-10&to=2026-11-10&zone=${zone}`,
  ])
  const today = await search(owner, { q: 'today', zone }, NOW)
  expect(hitsIn(today, 'Dates').length).toBe(2)
})

test('amounts lead to the events with such amounts', async () => {
  const ofAccount = await search(owner, { q: 'over 500', account: everyday.id })
  expect(hitsIn(ofAccount, 'Amounts')).toMatchObject([
    { title: '500 or more', href: `/accounts/${everyday.id}/events?min=500` },
  ])
  const ofBank = await search(teller, { q: 'under 20 EUR' })
  expect(hitsIn(ofBank, 'Amounts')).toMatchObject([
    { title: '20 EUR or less', href: '/audit?max=20&currency=EUR' },
  ])
  const elsewhere = await search(owner, { q: 'over 5 CZK', account: everyday.id })
  expect(hitsIn(elsewhere, 'Amounts')).toEqual([])
})

test('pages are found by those who can open them', async () => {
  const pagesOf = async (viewer: typeof owner | typeof teller | typeof auditor, q: string) =>
    hitsIn(await search(viewer, { q }), 'Pages').map(({ title }) => title)
  expect(await pagesOf(auditor, 'trial')).toEqual(['Trial balance'])
  expect(await pagesOf(owner, 'trial')).toEqual([])
  expect(await pagesOf(owner, 'new')).toEqual(['New account', 'New payment order'])
  expect(await pagesOf(auditor, 'new')).toEqual([])
  expect(
    hitsIn(await search(owner, { q: 'tran', account: everyday.id }), 'This account'),
  ).toHaveLength(1)
  expect(
    hitsIn(await search(auditor, { q: 'tran', account: everyday.id }), 'This account'),
  ).toEqual([])
})
