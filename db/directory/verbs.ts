import { randomUUID } from 'node:crypto'
import type { PersonCommand } from '@/domain/person/commands'
import { isRole } from '@/domain/person/role'
import { findRecords, listRecords, type PersonRecord } from '../people/records'
import { type Asker, type Changed, changePerson, type Desk } from './desk'
import { disableDemo } from './disable-demo'
import { invitePerson, type Linked, resetSignIn } from './invite'
import { readEmail, readName } from './new-person'

/** An answer for the person at the terminal: lines for standard output, or a fault. */
export type Said =
  | { readonly lines: readonly string[] }
  | { readonly fault: string; readonly isUsage?: boolean }

export type Values = { readonly email?: string; readonly name?: string }

/** A command of `npm run people`. */
export type Verb = {
  /** The number of its arguments, and what they are. */
  readonly takes: number
  readonly needs: string
  run(desk: Desk, rest: readonly string[], values: Values): Promise<Said>
}

/** Who runs a program on the bank's server. */
function asker(): Asker {
  return { actor: { id: 'server', name: 'Server', role: 'system' }, commandId: randomUUID() }
}

async function add(desk: Desk, [role = '']: readonly string[], values: Values): Promise<Said> {
  if (!isRole(role)) return unknownRole(role)
  const name = readName(values.name ?? '')
  if ('sentence' in name) return usage(`--name: ${name.sentence}`)
  const email = readEmail(values.email ?? '')
  if ('sentence' in email) return usage(`--email: ${email.sentence}`)
  const answer = await invitePerson(desk, { ...name, ...email, role }, asker())
  return linked(answer, `${name.name} is invited as ${role}. The link sets their password, once:`)
}

async function changeRole(desk: Desk, [address = '', role = '']: readonly string[]) {
  if (!isRole(role)) return unknownRole(role)
  return onAddress(desk, address, async ({ id, name }) => {
    const command = { type: 'ChangeRole', role, by: null } as const
    return done(await changePerson(desk, id, command, asker()), `${name} is ${role} now.`)
  })
}

function ofAddress(command: PersonCommand, then: string): Verb {
  return {
    takes: 1,
    needs: 'an e-mail address',
    run: (desk, [address = '']) =>
      onAddress(desk, address, async ({ id, name }) =>
        done(await changePerson(desk, id, command, asker()), `${name} ${then}.`),
      ),
  }
}

async function reset(desk: Desk, [address = '']: readonly string[]): Promise<Said> {
  return onAddress(desk, address, async ({ id, name }) =>
    linked(await resetSignIn(desk, id, asker()), `${name} sets a new password by this link, once:`),
  )
}

const LISTED_AT_ONCE = 500

async function list({ db }: Desk): Promise<Said> {
  const lines: string[] = []
  let after: PersonRecord | undefined
  for (;;) {
    const page = await listRecords(db, { after, limit: LISTED_AT_ONCE })
    lines.push(...page.map(lineOf))
    if (page.length < LISTED_AT_ONCE) break
    after = page.at(-1)
  }
  return { lines: lines.length > 0 ? lines : ['There is nobody yet.'] }
}

function lineOf({ email, name, role, status, disabledAt }: PersonRecord): string {
  const standing = disabledAt === null ? STANDINGS[status] : 'disabled'
  return [email.padEnd(32), role.padEnd(10), standing.padEnd(10), name].join(' ').trimEnd()
}

const STANDINGS = { invited: 'invited', joined: 'enabled', reset: 'reset' } as const

async function disableAll(desk: Desk): Promise<Said> {
  const disabled = await disableDemo(desk, asker)
  if ('sentence' in disabled) return { fault: disabled.sentence }
  const { emails } = disabled
  return {
    lines: [
      ...emails.map(email => `${email} can’t sign in any more.`),
      emails.length > 0 ? 'The demo people are disabled.' : 'No demo person is enabled.',
    ],
  }
}

/** Does something to the person with an e-mail address. */
async function onAddress(
  { db }: Desk,
  address: string,
  work: (person: PersonRecord) => Promise<Said>,
): Promise<Said> {
  const [person] = await findRecords(db, { emails: [address.trim().toLowerCase()] })
  return person ? work(person) : { fault: `Nobody has the e-mail address ${address}.` }
}

function usage(fault: string): Said {
  return { fault, isUsage: true }
}

function unknownRole(role: string): Said {
  return usage(`There is no role “${role}”.`)
}

function done(answer: Changed, sentence: string): Said {
  return answer.outcome === 'done' ? { lines: [sentence] } : failed(answer)
}

function linked(answer: Linked, sentence: string): Said {
  if (answer.outcome !== 'done') return failed(answer)
  if (answer.link === null) return { fault: 'They have a password already.' }
  const { PORT, BETTER_AUTH_URL } = process.env
  const base = BETTER_AUTH_URL || `http://localhost:${PORT || '3000'}`
  return { lines: [sentence, new URL(`/join/${answer.link.token}`, base).href] }
}

function failed(answer: Exclude<Changed, { outcome: 'done' }>): Said {
  if (answer.outcome === 'refused') return { fault: answer.sentence }
  return { fault: 'The bank can’t record anything at the moment. Try again.' }
}

export const VERBS: Readonly<Record<string, Verb>> = {
  add: { takes: 1, needs: 'a role, --email and --name', run: add },
  role: { takes: 2, needs: 'an e-mail address and a role', run: changeRole },
  disable: ofAddress({ type: 'DisablePerson', by: null }, 'can’t sign in any more'),
  enable: ofAddress({ type: 'EnablePerson' }, 'can sign in again'),
  reset: { takes: 1, needs: 'an e-mail address', run: reset },
  list: { takes: 0, needs: 'nothing', run: list },
  'disable-demo': { takes: 0, needs: 'nothing', run: disableAll },
}
