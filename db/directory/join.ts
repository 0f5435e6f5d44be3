import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Role } from '@/domain/person/role'
import { authUsers } from '../auth-schema'
import { issueLink, type NewLink, takeLink, withdrawSetUp } from '../people/join-links'
import { keepPassword } from '../people/passwords'
import { isEmptyOfPeople } from '../people/records'
import type { Db } from '../query'
import { changePerson, type Desk } from './desk'

/** The first administrator, as `readName` and `readEmail` have them. */
export type FirstPerson = { readonly name: string; readonly email: string }

type Joined = { readonly id: string; readonly name: string; readonly email: string }

/** Who has joined; or why nobody has, and the link is as it was. */
export type Joining =
  | { readonly outcome: 'joined'; readonly person: Joined }
  /** It was used, has expired, or was replaced: the page says which. */
  | { readonly outcome: 'unusable' }

/** What makes the transaction go back: the link stays as it was. */
class Unusable extends Error {
  override readonly name = 'Unusable'
}

/**
 * Sets a password through a link. The link is used up in the same transaction, so that of two tabs
 * one wins. The event follows; if the process dies in between, the next start records it.
 * @param first who sets the bank up; the links of others have their person
 */
export async function joinByLink(
  desk: Desk,
  token: string,
  { passwordHash, first }: { readonly passwordHash: string; readonly first: FirstPerson | null },
): Promise<Joining> {
  const person = await desk.db
    .transaction(async tx => {
      const link = await takeLink(tx, token, new Date())
      if (!link) throw new Unusable()
      const found =
        link.userId === null ? await addFirst(tx, first) : await findOpen(tx, link.userId)
      if (!found) throw new Unusable()
      await keepPassword(tx, found.id, passwordHash)
      await tx.update(authUsers).set({ emailVerified: true }).where(eq(authUsers.id, found.id))
      return found
    })
    .catch((error: unknown) => {
      if (error instanceof Unusable) return null
      throw error
    })
  if (!person) return { outcome: 'unusable' }
  return record(desk, person)
}

type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]
type Found = Joined & { readonly role: Role }

const columns = {
  id: authUsers.id,
  name: authUsers.name,
  email: authUsers.email,
  role: authUsers.role,
}

/** Somebody who is not disabled; nobody can be meanwhile. */
async function findOpen(tx: Tx, id: string): Promise<Found | null> {
  const [row] = await tx
    .select({ ...columns, disabledAt: authUsers.disabledAt })
    .from(authUsers)
    .where(eq(authUsers.id, id))
    .for('update')
  return row && row.disabledAt === null ? row : null
}

/** The first administrator of a bank that has nobody; the table is locked, so there is one. */
async function addFirst(tx: Tx, first: FirstPerson | null): Promise<Found | null> {
  await tx.execute('lock table auth_users in share row exclusive mode')
  if (first === null || !(await isEmptyOfPeople(tx))) return null
  const [row] = await tx
    .insert(authUsers)
    .values({ id: v7(), ...first, role: 'admin', personStatus: 'invited' })
    .onConflictDoNothing()
    .returning(columns)
  return row ?? null
}

/** The password holds whatever comes of the event: the next start records it too. */
async function record(desk: Desk, { role, ...person }: Found): Promise<Joining> {
  const actor = { id: person.id, name: person.name, role }
  const asker = { actor, commandId: crypto.randomUUID() }
  await changePerson(desk, person.id, { type: 'JoinBank' }, asker)
  return { outcome: 'joined', person }
}

/**
 * The link that sets up a bank in which nobody can sign in; null when somebody can. An earlier one
 * counts no longer.
 */
export async function setUpLink(db: Db): Promise<NewLink | null> {
  if (await isEmptyOfPeople(db)) return issueLink(db, null, 'set-up')
  await withdrawSetUp(db)
  return null
}
