import 'server-only'
import { waitInWords } from '@/app/_server/limits/wait-in-words'
import { bank } from '@/app/_server/process/bank'
import { DEADLINES, waitShared, withDeadline } from '@/app/_server/process/deadlines'
import type { Scope } from '@/app/_wire/tokens'
import type { Role } from '@/app/_wire/types'
import { findSignedIn } from '@/db/people/users'
import { sessionToken } from './auth'
import { gather } from './gather'

/** Who asks, and with which role, as the database has it now. */
export type Viewer = {
  readonly kind: 'person' | 'service'
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  /** What the token of a service is good for; people have all rights of their role. */
  readonly bounds?: Bounds
}

/** The bounds of a service. */
export type Bounds = {
  readonly scopes: readonly Scope[]
  /** The only accounts that it reads and moves; null: every account. */
  readonly accountIds: readonly string[] | null
}

/** Batched: every request needs this, and under load many share one turn of the event loop. */
const signedIn = gather((tokens: readonly string[]) =>
  // Shared by several requests, so it has a deadline of its own.
  withDeadline(DEADLINES.read, () => findSignedIn(bank().db, tokens, new Date())),
)

/** The viewer for these request headers; null when nobody is signed in. */
export async function viewerOf(requestHeaders: Headers): Promise<Viewer | null> {
  const token = sessionToken(requestHeaders)
  const user = token === null ? null : await waitShared(() => signedIn(token))
  if (!user) return null
  const { id: userId, name, email, role } = user
  return { kind: 'person', userId, name, email, role }
}

/** Why sign-in failed, as a sentence; `waitS` are the seconds to wait after too many attempts. */
export function sentenceForSignIn(status: number, waitS = 10): string {
  switch (status) {
    case 400:
    case 401:
      return 'Wrong e-mail or password. Check both and try again.'
    case 429:
      return `Too many sign-in attempts. Try again in ${waitInWords(waitS)}.`
    default:
      return 'Sign-in is not available right now. Try again in a minute.'
  }
}
