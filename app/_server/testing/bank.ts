import 'server-only'
import { hashPassword } from 'better-auth/crypto'
import { dispatch } from '@/app/_server/commands/commands'
import { callAuth } from '@/app/_server/people/auth'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type { AccountCommandBody, CommandAnswer } from '@/app/_wire/commands'
import type { AccountJson } from '@/app/_wire/types'
import { asApplication, asArchivist, openSql } from '@/db/connection'
import { insertUsers } from '@/db/people/users'
import { freshDatabase } from '@/db/testing/database'

/** The password of all test people. */
export const PASSWORD = 'correct horse'

/** Who is never asked again who they are: the latest instant there is. */
const ALWAYS = new Date(8.64e15)

/** Two customers, a teller, an auditor and an administrator. */
export const PEOPLE = {
  owner: person('owner', 'customer'),
  stranger: person('stranger', 'customer'),
  teller: person('teller', 'teller'),
  auditor: person('auditor', 'auditor'),
  admin: person('admin', 'admin'),
} as const satisfies Record<string, Viewer>

function person(name: string, role: Viewer['role']): Viewer {
  const its = { userId: `u-${name}`, name, email: `${name}@example.com` }
  return { kind: 'person', ...its, role, confirmedAt: ALWAYS }
}

let ownerUrl = ''

/** An owner's connection to the test database, for what the bank itself must not do. */
export function openOwner() {
  return openSql(ownerUrl, { max: 1 })
}

/** The login that may move events into the archive. */
export function openArchivist() {
  return openSql(asArchivist(ownerUrl), { max: 1 })
}

/** Opens the bank of this process on a database of its own; returns a function that closes it. */
export async function openTestBank(): Promise<() => Promise<void>> {
  const { url, drop } = await freshDatabase()
  process.env.DATABASE_URL = asApplication(url)
  ownerUrl = url
  process.env.BETTER_AUTH_SECRET = 'a secret of the tests, long enough'
  return async () => {
    await bank().close()
    await drop()
  }
}

export async function letPeopleIn(): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD)
  const people = Object.values(PEOPLE)
  await insertUsers(
    bank().db,
    people.map(({ userId: id, name, email, role }) => ({ id, name, email, role, passwordHash })),
  )
}

/** Signs a test person in; returns the session cookie. */
export async function cookieOf(somebody: keyof typeof PEOPLE): Promise<string> {
  const credentials = { email: PEOPLE[somebody].email, password: PASSWORD }
  const answer = await callAuth('/sign-in/email', credentials, new Headers())
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
}

/** A request of a test person, who signs in for it, or of nobody. */
export async function requestBy(
  somebody: keyof typeof PEOPLE | 'nobody',
  path: string,
  init: RequestInit = {},
): Promise<Request> {
  const cookie = somebody === 'nobody' ? '' : await cookieOf(somebody)
  return new Request(`http://localhost:3000${path}`, { ...init, headers: { cookie } })
}

/** Opens an account with 100.00 EUR by default. */
export async function openAccount(viewer: Viewer, fields: object = {}): Promise<AccountJson> {
  const answer = await dispatch(viewer, {
    commandId: crypto.randomUUID(),
    type: 'CreateAccount',
    owner: 'Jana Nováková',
    currency: 'EUR',
    openingBalance: '100.00',
    ...fields,
  })
  return accepted(answer).account
}

/** A deposit or withdrawal as an API client writes it. */
export function movement(type: 'Deposit' | 'Withdraw', accountId: string, amount: string) {
  return { commandId: crypto.randomUUID(), type, accountId, amount } as const
}

/** Sends a new command on an account. */
export function send(
  viewer: Viewer,
  accountId: string,
  body: AccountCommandBody,
): Promise<CommandAnswer> {
  return dispatch(viewer, { commandId: crypto.randomUUID(), accountId, ...body })
}

/** The same, and asserts that it was accepted. */
export const sendAccepted = async (...command: Parameters<typeof send>) =>
  accepted(await send(...command))

/** Asserts that the command was accepted, and returns the answer. */
export function accepted(answer: CommandAnswer): Extract<CommandAnswer, { outcome: 'accepted' }> {
  if (answer.outcome !== 'accepted') throw new Error(JSON.stringify(answer))
  return answer
}

/** The HTTP status that the API gives to an answer. */
export function statusOf(answer: CommandAnswer): number {
  if (answer.outcome === 'requested') return 202
  return answer.outcome === 'refused' ? answer.problem.status : 200
}
