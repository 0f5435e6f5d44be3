import 'server-only'
import { waitInWords } from '@/app/_server/limits/wait-in-words'
import { bank } from '@/app/_server/process/bank'
import { DEADLINES, waitShared, withDeadline } from '@/app/_server/process/deadlines'
import { noteActor } from '@/app/_server/process/request-notes'
import { isFactorRequired } from '@/app/_server/process/settings'
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
  /** The bank requires a second factor of them, and until they have set one up they have no rights. */
  readonly lacksFactor?: true
  /** When a person last proved who they are, in this session; a service never does. */
  readonly confirmedAt?: Date
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

/** A viewer's session. */
export type Session = {
  readonly token: string
  readonly id: string
  readonly startedAt: Date
}

/** The viewer for these request headers; null when nobody is signed in. */
export async function viewerOf(requestHeaders: Headers): Promise<Viewer | null> {
  return (await signedInBy(requestHeaders))?.viewer ?? null
}

/** The viewer and their session for these request headers; null when nobody is signed in. */
export async function signedInBy(
  requestHeaders: Headers,
): Promise<{ readonly viewer: Viewer; readonly session: Session } | null> {
  const token = sessionToken(requestHeaders)
  const found = token === null ? null : await waitShared(() => signedIn(token))
  if (token === null || !found) return null
  const { id: userId, name, email, role, sessionId: id, startedAt, confirmedAt } = found
  const lacksFactor = !found.hasSecondFactor && isFactorRequired(role)
  noteActor(userId)
  return {
    viewer: {
      ...{ kind: 'person', userId, name, email, role, confirmedAt },
      ...(lacksFactor && { lacksFactor }),
    },
    session: { token, id, startedAt },
  }
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

/** Why a code was refused at sign-in, as a sentence. */
export function sentenceForCode(status: number): string {
  switch (status) {
    case 400:
    case 401:
    case 409:
      return 'Wrong code, or one that was used before. Wait for the next one, or use a recovery code.'
    case 429:
      return 'Too many wrong codes. Wait a while, then try again.'
    default:
      return sentenceForSignIn(status)
  }
}
