import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROSTER_STREAM } from '@/domain/person/roster'
import { authAccounts, authUsers, joinLinks } from '../auth-schema'
import { findLink } from '../people/join-links'
import { asker, openTestDesk, type TestDesk } from '../testing/desk'
import { changePerson } from './desk'
import { invitePerson } from './invite'
import { joinByLink, setUpLink } from './join'
import { readEmail, readName } from './new-person'

let bank: TestDesk

beforeAll(async () => {
  bank = await openTestDesk()
})
afterAll(() => bank.close())

describe('the link that sets up a bank', () => {
  test('is there while nobody can sign in; a new one replaces it; one of two wins', async () => {
    const first = await setUpLink(bank.db)
    const link = await setUpLink(bank.db)
    expect(await findLink(bank.db, first?.token ?? '', new Date())).toBeNull()
    expect(await findLink(bank.db, link?.token ?? '', new Date())).toEqual({
      ...{ purpose: 'set-up', state: 'open', person: null },
    })
    const stored = await bank.db.select().from(joinLinks)
    expect(JSON.stringify(stored)).not.toContain(link?.token)
    const join = (email: string) =>
      joinByLink(bank.desk, link?.token ?? '', {
        ...{ passwordHash: 'hash', first: { name: 'Ada', email } },
      })
    const both = await Promise.all([join('ada@example.com'), join('eve@example.com')])
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['joined', 'unusable'])
    const [row] = await bank.db.select().from(authUsers)
    expect(await bank.rowOf(row?.id ?? '')).toMatchObject({ role: 'admin', status: 'joined' })
    const { stream } = await bank.store.stateAt(ROSTER_STREAM.id, {})
    expect(stream.state).toEqual({ administrators: [row?.id] })
    expect(await setUpLink(bank.db)).toBeNull()
  })
})

describe('an invitation', () => {
  test('lets somebody set a password once', async () => {
    const { id, token } = await bank.letIn('teller')
    expect(await bank.rowOf(id)).toEqual({
      role: 'teller',
      status: 'joined',
      disabled: false,
      version: 2,
    })
    expect(await findLink(bank.db, token, new Date())).toMatchObject({
      state: 'used',
      person: { id },
    })
    const again = { passwordHash: 'other', first: null }
    expect(await joinByLink(bank.desk, token, again)).toEqual({ outcome: 'unusable' })
    const [password] = await bank.db.select().from(authAccounts).where(eq(authAccounts.userId, id))
    expect(password?.password).toBe('hash')
  })

  test('that is sent again invites once, and its newer link counts', async () => {
    const commandId = randomUUID()
    const invited = { name: 'Petr', email: `${commandId}@example.com`, role: 'customer' } as const
    const invite = () => invitePerson(bank.desk, invited, asker(commandId))
    const [one, two] = [await invite(), await invite()]
    if (one.outcome !== 'done' || two.outcome !== 'done') throw new Error(JSON.stringify(two))
    expect(two.events).toEqual(one.events)
    expect(await findLink(bank.db, one.link?.token ?? '', new Date())).toBeNull()
    expect(await findLink(bank.db, two.link?.token ?? '', new Date())).toMatchObject({
      state: 'open',
    })
    await joinByLink(bank.desk, two.link?.token ?? '', { passwordHash: 'hash', first: null })
    expect(await invite()).toMatchObject({ outcome: 'done', link: null })
    const other = { ...invited, email: `other-${commandId}@example.com` }
    expect(await invitePerson(bank.desk, other, asker(commandId))).toEqual({ outcome: 'reused' })
  })

  test('to an address that somebody has is refused, and changes nobody', async () => {
    const { id, email } = await bank.letIn('auditor')
    const before = await bank.rowOf(id)
    const again = await invitePerson(bank.desk, { name: 'Eve', email, role: 'admin' }, asker())
    expect(again).toMatchObject({ outcome: 'refused', field: 'email' })
    expect(await bank.rowOf(id)).toEqual(before)
  })

  test('expires, and is no use to somebody who is disabled', async () => {
    const email = `${randomUUID()}@example.com`
    const invited = await invitePerson(bank.desk, { name: 'Eva', email, role: 'teller' }, asker())
    if (invited.outcome !== 'done' || !invited.link) throw new Error('not invited')
    const { token, expiresAt } = invited.link
    expect(await findLink(bank.db, token, expiresAt)).toMatchObject({ state: 'expired' })
    await changePerson(bank.desk, invited.personId, { type: 'DisablePerson', by: null }, asker())
    expect(await findLink(bank.db, token, new Date())).toMatchObject({ state: 'disabled' })
    const joining = { passwordHash: 'hash', first: null }
    expect(await joinByLink(bank.desk, token, joining)).toEqual({ outcome: 'unusable' })
    await changePerson(bank.desk, invited.personId, { type: 'EnablePerson' }, asker())
    expect(await joinByLink(bank.desk, token, joining)).toMatchObject({ outcome: 'joined' })
  })
})

test('names and addresses are kept clean, or refused', () => {
  expect(readName('  Jana   Nova\u0301kova\u0301 ')).toEqual({ name: 'Jana Nováková' })
  for (const typed of ['', '  ', 'a\u202eb', 'x'.repeat(101), '\u200b']) {
    expect(readName(typed)).toMatchObject({ field: 'name', sentence: expect.stringMatching(/\.$/) })
  }
  expect(readEmail(' Jana@Example.COM ')).toEqual({ email: 'jana@example.com' })
  for (const typed of ['', 'jana', 'a@b', `${'x'.repeat(250)}@example.com`, 'a\0@example.com']) {
    expect(readEmail(typed)).toMatchObject({ field: 'email' })
  }
})
