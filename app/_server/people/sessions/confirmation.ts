import 'server-only'
import { waitOf } from '@/app/_server/limits/sign-ins'
import { waitInWords } from '@/app/_server/limits/wait-in-words'
import { bank } from '@/app/_server/process/bank'
import { confirmSession } from '@/db/people/sessions'
import { recordAccess } from '../access-log'
import { auth, callAuth, limited } from '../auth'
import type { Session, Viewer } from '../viewer'
import { readCode } from './second-factor'

/** For so long after a person proved who they are, in milliseconds, nothing asks them again. */
export const CONFIRMED_MS = 5 * 60_000

export const CONFIRM_FIRST = 'Confirm first that it is you, with your password or a code.'

const WRONG = 'That is neither your password nor a current code. Try again.'

/** Whether the person of a session has proved who they are within the last five minutes. */
export function isConfirmed({ confirmedAt }: Session, nowMs: number = Date.now()): boolean {
  return nowMs - confirmedAt.getTime() < CONFIRMED_MS
}

/**
 * Proves again who somebody is, by the password or by a code of their authenticator app; their
 * session counts as confirmed from now on. Null, or why not, as a sentence.
 */
export async function confirm(
  viewer: Viewer,
  session: Session,
  typed: string,
  from: Headers,
): Promise<string | null> {
  const { kind, code } = readCode(typed)
  const answer = await limited(viewer.email, from, async () => {
    const isRight =
      (kind === 'app' && (await callAuth('/two-factor/verify-totp', { code }, from)).ok) ||
      (await isPasswordOf(viewer.userId, typed))
    return new Response(null, { status: isRight ? 200 : 401 })
  })
  if (answer.status === 429) {
    return `Too many attempts. Try again in ${waitInWords(waitOf(answer))}.`
  }
  if (!answer.ok) return WRONG
  await confirmSession(bank().db, session.token, new Date())
  recordAccess({ kind: 'confirmed', by: viewer })
  return null
}

async function isPasswordOf(userId: string, password: string): Promise<boolean> {
  const { internalAdapter, password: hashing } = await auth().$context
  const hash = (await internalAdapter.findCredentialAccount(userId))?.password
  return hash ? hashing.verify({ hash, password }) : false
}
