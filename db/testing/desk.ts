import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { Role } from '@/domain/person/role'
import { authAccounts, authSessions, authUsers } from '../auth-schema'
import { asApplication, openSql } from '../connection'
import type { Asker, Desk } from '../directory/desk'
import { invitePerson } from '../directory/invite'
import { joinByLink } from '../directory/join'
import { createEventStore, type EventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { advanceSubscription } from '../feed/subscription'
import { people } from '../projections/people'
import { openDb } from '../query'
import { freshDatabase } from './database'

export type TestDesk = Awaited<ReturnType<typeof openTestDesk>>

/** A bank whose people are changed; with the rights of the web process. */
export async function openTestDesk() {
  const { url, drop } = await freshDatabase()
  const owner = openSql(url, { max: 2 })
  const db = openDb(asApplication(url))
  const store = createEventStore(asApplication(url))
  const deskOn = ({ followPeople, ...ports }: EventStore): Desk => ({
    db,
    followPeople,
    execute: async envelope => {
      const [answer] = await handleUntilAnswered([envelope], ports)
      return answer ?? { outcome: 'unavailable', reason: 'busy' }
    },
  })
  const desk = deskOn(store)

  return {
    ...{ url, owner, db, store, desk, deskOn },

    /** Role, standing and version of a person, as requests read them. */
    async rowOf(id: string) {
      const [row] = await db.select().from(authUsers).where(eq(authUsers.id, id))
      if (!row) throw new Error(`No row of ${id}`)
      const { role, personStatus: status, disabledAt, personVersion: version } = row
      return { role, status, disabled: disabledAt !== null, version }
    },

    /** Invites somebody, and gives the token of their link. */
    async invite(role: Role) {
      const email = `${randomUUID()}@example.com`
      const invited = await invitePerson(desk, { name: 'Jana', email, role }, asker())
      if (invited.outcome !== 'done' || !invited.link) throw new Error(JSON.stringify(invited))
      return { id: invited.personId, email, ...invited.link }
    },

    /** Somebody who has used their invitation. */
    async letIn(role: Role) {
      const { token, ...person } = await this.invite(role)
      const joined = await joinByLink(desk, token, { passwordHash: 'hash', first: null })
      if (joined.outcome !== 'joined') throw new Error(joined.outcome)
      return { ...person, token }
    },

    async openSession(userId: string): Promise<void> {
      const [id, expiresAt] = [randomUUID(), new Date(Date.now() + 60_000)]
      await db.insert(authSessions).values({ id, token: id, userId, expiresAt })
    },
    sessionsOf: (id: string) => db.$count(authSessions, eq(authSessions.userId, id)),
    passwordsOf: (id: string) => db.$count(authAccounts, eq(authAccounts.userId, id)),

    /** Lets the feed handle everything. */
    async catchUp(): Promise<void> {
      while (await sequence(owner));
      while (await advanceSubscription(owner, people));
    },

    async close(): Promise<void> {
      await Promise.all([store.close(), db.$client.end(), owner.end()])
      await drop()
    },
  }
}

/** A new command of who runs the server. */
export function asker(commandId: string = randomUUID()): Asker {
  return { actor: { id: 'server', name: 'Server', role: 'system' }, commandId }
}
