import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonCommand } from '@/domain/person/commands'
import type { Roster } from '@/domain/person/roster'
import { ROSTER_STREAM } from '@/domain/person/roster'
import { authAccounts, authTwoFactors, authUsers } from '../auth-schema'
import { asApplication } from '../connection'
import { createEventStore } from '../event-store'
import { personStreamId } from '../ids'
import { DEMO_PEOPLE } from '../people/demo-people'
import { insertUsers } from '../people/users'
import { checkProjections } from '../projections/check'
import { people } from '../projections/people'
import { REBUILDS } from '../projections/rebuild'
import { asker, openTestDesk, type TestDesk } from '../testing/desk'
import type { Desk } from './desk'
import { changePerson, enrolEverybody } from './desk'
import { disableDemo, enabledDemoPeople } from './disable-demo'
import { invitePerson, resetSignIn } from './invite'
import { joinByLink } from './join'

let bank: TestDesk

beforeAll(async () => {
  bank = await openTestDesk()
})
afterAll(() => bank.close())

const change = (id: string, command: PersonCommand) => changePerson(bank.desk, id, command, asker())

describe('what an event takes', () => {
  test('sessions at a change of role, when disabled, when ended; the password at a reset', async () => {
    const { id } = await bank.letIn('teller')
    const commands: PersonCommand[] = [
      { type: 'ChangeRole', role: 'auditor', by: null },
      { type: 'EndSessions' },
      { type: 'DisablePerson', by: null },
    ]
    for (const command of commands) {
      await bank.openSession(id)
      expect(await change(id, command)).toMatchObject({ outcome: 'done' })
      expect(await bank.sessionsOf(id), command.type).toBe(0)
      expect(await bank.passwordsOf(id)).toBe(1)
    }
    await bank.openSession(id)
    await change(id, { type: 'EnablePerson' })
    expect(await bank.sessionsOf(id)).toBe(1)
    await bank.db.update(authUsers).set({ twoFactorEnabled: true }).where(eq(authUsers.id, id))
    const factor = { id, secret: 'secret', backupCodes: 'codes', userId: id }
    await bank.db.insert(authTwoFactors).values(factor)
    const reset = await resetSignIn(bank.desk, id, asker())
    expect(await bank.db.$count(authTwoFactors, eq(authTwoFactors.userId, id))).toBe(0)
    expect([await bank.sessionsOf(id), await bank.passwordsOf(id)]).toEqual([0, 0])
    expect(await bank.rowOf(id)).toMatchObject({
      role: 'auditor',
      status: 'reset',
      disabled: false,
    })
    if (reset.outcome !== 'done' || !reset.link) throw new Error('no link')
    await joinByLink(bank.desk, reset.link.token, { passwordHash: 'new', first: null })
    expect(await bank.rowOf(id)).toMatchObject({ status: 'joined' })
  })

  test('is taken by the feed when the process that asked died, once and in any order', async () => {
    const { id } = await bank.letIn('teller')
    const dead = { ...bank.desk, followPeople: async () => {} }
    await bank.openSession(id)
    await changePerson(dead, id, { type: 'EndSessions' }, asker())
    await changePerson(dead, id, { type: 'ChangeRole', role: 'customer', by: null }, asker())
    expect(await bank.rowOf(id)).toMatchObject({ role: 'teller', version: 2 })
    await bank.catchUp()
    expect(await bank.rowOf(id)).toMatchObject({ role: 'customer', version: 4 })
    expect(await bank.sessionsOf(id)).toBe(0)
    // What comes later through the feed takes nothing twice, and nothing back.
    await bank.openSession(id)
    await change(id, { type: 'DisablePerson', by: null })
    await bank.openSession(id)
    await bank.catchUp()
    await bank.store.followPeople([personStreamId(id)])
    expect(await bank.rowOf(id)).toMatchObject({ role: 'customer', disabled: true, version: 5 })
    expect(await bank.sessionsOf(id)).toBe(1)
  })
})

describe('people whom the bank knew before', () => {
  test('get a stream once, as they are', async () => {
    const known = [
      { id: 'old-teller', role: 'teller', disabledAt: null },
      { id: 'old-auditor', role: 'auditor', disabledAt: new Date() },
    ] as const
    for (const { id, ...row } of known) {
      await bank.db.insert(authUsers).values({ id, name: id, email: `${id}@example.com`, ...row })
      await bank.db.insert(authAccounts).values({
        ...{ id, accountId: id, providerId: 'credential', userId: id, password: 'hash' },
      })
    }
    await Promise.all([enrolEverybody(bank.desk), enrolEverybody(bank.desk)])
    expect(await enrolEverybody(bank.desk)).toBe(0)
    expect(await bank.rowOf('old-teller')).toEqual({
      ...{ role: 'teller', status: 'joined', disabled: false, version: 1 },
    })
    expect(await bank.rowOf('old-auditor')).toMatchObject({ disabled: true, version: 2 })
    expect(await bank.store.getEventsForAggregate(personStreamId('old-teller'))).toHaveLength(1)
  })

  test('are recorded before the first command on them', async () => {
    const [id, email] = ['late', 'late@example.com']
    await bank.db.insert(authUsers).values({ id, name: id, email, role: 'teller' })
    expect(await change(id, { type: 'ChangeRole', role: 'auditor', by: null })).toMatchObject({
      outcome: 'done',
    })
    expect(await bank.rowOf(id)).toMatchObject({ role: 'auditor', version: 2 })
  })

  test('have their password’s event recorded when it was cut off', async () => {
    const email = `${randomUUID()}@example.com`
    const invited = await invitePerson(bank.desk, { name: 'Eva', email, role: 'teller' }, asker())
    if (invited.outcome !== 'done' || !invited.link) throw new Error('not invited')
    const dead: Desk = {
      ...bank.desk,
      execute: async () => ({ outcome: 'unavailable', reason: 'outage' }),
    }
    await joinByLink(dead, invited.link.token, { passwordHash: 'hash', first: null })
    expect(await bank.rowOf(invited.personId)).toMatchObject({ status: 'invited' })
    await enrolEverybody(bank.desk)
    expect(await bank.rowOf(invited.personId)).toMatchObject({ status: 'joined' })
  })
})

describe('the last administrator', () => {
  test('remains when two disable each other at the same moment', async () => {
    const stores = [
      createEventStore(asApplication(bank.url)),
      createEventStore(asApplication(bank.url)),
    ]
    const desks = stores.map(bank.deskOn)
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await bank.letIn('admin'), await bank.letIn('admin')]
      for (const id of await administrators()) {
        if (id !== a.id && id !== b.id) await change(id, { type: 'DisablePerson', by: null })
      }
      const disable = (at: number, whom: string, by: string) =>
        changePerson(desks[at] ?? bank.desk, whom, { type: 'DisablePerson', by }, asker())
      const both = await Promise.all([disable(0, b.id, a.id), disable(1, a.id, b.id)])
      expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused'])
      expect(both).toContainEqual(expect.objectContaining({ kind: 'LastAdministrator' }))
      expect(await administrators()).toHaveLength(1)
    }
    await Promise.all(stores.map(one => one.close()))
  })
})

async function administrators(): Promise<readonly string[]> {
  const { stream } = await bank.store.stateAt(ROSTER_STREAM.id, {})
  return (stream.state as Roster).administrators
}

describe('the people of the demo bank', () => {
  test('are disabled together, the last administrator too', async () => {
    await insertUsers(
      bank.db,
      DEMO_PEOPLE.map(person => ({ ...person, passwordHash: 'hash' })),
    )
    await enrolEverybody(bank.desk)
    for (const id of await administrators()) {
      if (id !== 'demo-admin') await change(id, { type: 'DisablePerson', by: null })
    }
    expect(await enabledDemoPeople(bank.db)).toHaveLength(DEMO_PEOPLE.length)
    expect(await disableDemo(bank.desk, asker)).toMatchObject({ emails: { length: 6 } })
    expect(await enabledDemoPeople(bank.db)).toEqual([])
    expect(await disableDemo(bank.desk, asker)).toEqual({ emails: [] })
    expect(await administrators()).toEqual([])
  })
})

test('the check finds a row that contradicts the log, and a rebuild repairs it', async () => {
  const { id } = await bank.letIn('teller')
  await bank.catchUp()
  const ofPeople = async () =>
    (await checkProjections(bank.owner)).filter(({ where }) => where === 'people')
  expect(await ofPeople()).toEqual([])
  await bank.db.update(authUsers).set({ role: 'admin' }).where(eq(authUsers.id, id))
  expect(await ofPeople()).toMatchObject([{ key: id }])
  await bank.db.update(authUsers).set({ personVersion: 99 }).where(eq(authUsers.id, id))
  await REBUILDS[people.name]?.(bank.owner, () => {})
  expect(await bank.rowOf(id)).toMatchObject({ role: 'teller', version: 2 })
  expect(await ofPeople()).toEqual([])
  // Behind the log is a difference only once the feed has come by.
  await changePerson(
    { ...bank.desk, followPeople: async () => {} },
    id,
    { type: 'DisablePerson', by: null },
    asker(),
  )
  expect(await ofPeople()).toEqual([])
  await bank.catchUp()
  await bank.db.update(authUsers).set({ personVersion: 1 }).where(eq(authUsers.id, id))
  expect(await ofPeople()).toHaveLength(1)
  await REBUILDS[people.name]?.(bank.owner, () => {})
  // Somebody whose name was erased stays in the log, and nowhere else.
  await bank.db.delete(authUsers).where(eq(authUsers.id, id))
  expect(await ofPeople()).toEqual([])
})
