import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { DEADLINES, waitShared, withDeadline } from '@/app/_server/process/deadlines'
import type { Role } from '@/app/_wire/types'
import { findSignedIn } from '@/db/people/users'
import { sessionToken } from './auth'
import { gather } from './gather'

/** Who is asking, as the database says now. */
export type Viewer = {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

/** Every request asks this, and under load there are many in one turn of the event loop. */
const signedIn = gather((tokens: readonly string[]) =>
  // Asked for by several requests, it ends by the deadline of none of them.
  withDeadline(DEADLINES.read, () => findSignedIn(bank().db, tokens, new Date())),
)

/** Who sends a request with these headers; null when nobody is signed in. */
export async function viewerOf(requestHeaders: Headers): Promise<Viewer | null> {
  const token = sessionToken(requestHeaders)
  const user = token === null ? null : await waitShared(() => signedIn(token))
  if (!user) return null
  const { id: userId, name, email, role } = user
  return { userId, name, email, role }
}

/** Why signing in failed, as a sentence. */
export function sentenceForSignIn(status: number): string {
  switch (status) {
    case 400:
    case 401:
      return 'Wrong e-mail or password. Check both and try again.'
    case 429:
      return 'Too many sign-in attempts. Wait ten seconds, then try again.'
    default:
      return 'Sign-in is not available right now. Try again in a minute.'
  }
}
