import 'server-only'
import { hashPassword } from 'better-auth/crypto'
import { recordAccess } from '@/app/_server/people/access-log'
import { passwordFault } from '@/app/_server/people/password-rules'
import { bank } from '@/app/_server/process/bank'
import { peopleDesk } from '@/app/_server/process/people-desk'
import { type FirstPerson, joinByLink } from '@/db/directory/join'
import { readEmail, readName } from '@/db/directory/new-person'
import { type FoundLink, findLink } from '@/db/people/join-links'

/** What the tokens of links look like; nothing else is looked up. */
const TOKEN = /^[\w-]{43}$/

/** A link by which somebody sets a password; null when there is none, or a newer one counts. */
export async function readLink(token: string): Promise<FoundLink | null> {
  return TOKEN.test(token) ? findLink(bank().db, token, new Date()) : null
}

export type JoinField = 'name' | 'email' | 'password'

/** What the person typed; name and e-mail address only to set up a bank. */
export type Typed = Readonly<Record<JoinField, string>>

export type JoinAnswer =
  | { readonly ok: true; readonly email: string }
  | { readonly ok: false; readonly field: JoinField | null; readonly sentence: string }

/** Sets the password of a link's person, once; a refusal leaves the link as it is. */
export async function join(token: string, typed: Typed): Promise<JoinAnswer> {
  const link = await readLink(token)
  if (link?.state !== 'open') return { ok: false, field: null, sentence: linkFault(link) }
  const first = link.person ? null : readFirst(typed)
  if (first && 'sentence' in first) return { ok: false, ...first }
  const whose = link.person ?? first
  if (!whose) throw new Error('A link has a person, or somebody sets up the bank')
  const fault = passwordFault(typed.password, whose)
  if (fault !== null) return { ok: false, field: 'password', sentence: fault }
  const passwordHash = await hashPassword(typed.password)
  const joined = await joinByLink(peopleDesk(), token, { passwordHash, first })
  if (joined.outcome === 'unusable') {
    return { ok: false, field: null, sentence: linkFault(await readLink(token)) }
  }
  const { id, email } = joined.person
  recordAccess({ kind: 'credentials-changed', by: id, detail: { link: link.purpose } })
  return { ok: true, email }
}

function readFirst({ name, email }: Typed) {
  const [named, addressed] = [readName(name), readEmail(email)]
  if ('sentence' in named) return named
  return 'sentence' in addressed ? addressed : ({ ...named, ...addressed } satisfies FirstPerson)
}

/** Why a link can't be used, and what to do. */
export function linkFault(link: FoundLink | null): string {
  if (!link) {
    return 'This link doesn’t work. It may be incomplete, or a newer one has replaced it.'
  }
  const again =
    link.purpose === 'set-up'
      ? 'Start the bank again: npm start prints a new one.'
      : 'Ask an administrator for a new one.'
  switch (link.state) {
    case 'used':
      return 'This link has been used, and works once. Sign in with your password.'
    case 'expired':
      return `This link has expired. ${again}`
    case 'disabled':
      return 'You can’t sign in at the moment: an administrator has disabled your access.'
    default:
      return 'Somebody can sign in to this bank already. Sign in, or ask an administrator.'
  }
}
