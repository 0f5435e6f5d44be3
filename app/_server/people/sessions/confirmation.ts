import 'server-only'
import { waitOf } from '@/app/_server/limits/sign-ins'
import { waitInWords } from '@/app/_server/limits/wait-in-words'
import { bank } from '@/app/_server/process/bank'
import { answerTooMany } from '@/app/_server/process/status'
import { hasSecondFactor } from '@/db/people/second-factor'
import { confirmSession, forgetConfirmation } from '@/db/people/sessions'
import { recordAccess } from '../access-log'
import { auth, callAuth, limited, TOLD_AGAIN_MS } from '../auth'
import { isPasswordTooLong } from '../password-rules'
import type { Session, Viewer } from '../viewer'
import { readCode } from './second-factor'

const WRONG = 'That is neither your password nor a current code that is still unused. Try again.'

/**
 * Proves again who somebody is, by the password or by a code of their authenticator app. Returns the
 * viewer whose session counts as confirmed from now on; or why not, as a sentence.
 */
export async function confirm(
  viewer: Viewer,
  session: Session,
  typed: string,
  from: Headers,
): Promise<Viewer | { readonly sentence: string }> {
  const { kind, code } = readCode(typed)
  // Without one, a code would turn on the second factor that they are setting up.
  const isCode = kind === 'app' && (await hasSecondFactor(bank().db, viewer.userId))
  const answer = await limited(viewer.email, from, async () => {
    const isRight =
      (isCode && (await callAuth('/two-factor/verify-totp', { code }, from)).ok) ||
      (await isPasswordOf(viewer.userId, typed))
    return new Response(null, { status: isRight ? 200 : 401 })
  })
  if (answer.status === 429) return tooMany(viewer, waitOf(answer))
  if (!answer.ok) {
    // A wrong code is told where codes are checked.
    if (!isCode) tellWrongPassword(viewer)
    return { sentence: WRONG }
  }
  const confirmedAt = new Date()
  await confirmSession(bank().db, session.token, confirmedAt)
  recordAccess({ kind: 'confirmed', by: viewer })
  return { ...viewer, confirmedAt }
}

/** After a wrong password in a session it counts as unconfirmed: somebody else may have typed it. */
export async function doubt(viewer: Viewer, { token }: Session): Promise<void> {
  tellWrongPassword(viewer)
  await forgetConfirmation(bank().db, token)
}

function tellWrongPassword(viewer: Viewer): void {
  recordAccess({ kind: 'sign-in-failed', by: viewer, detail: { with: 'password' } })
}

function tooMany(viewer: Viewer, waitS: number): { readonly sentence: string } {
  answerTooMany(waitS)
  const detail = { reason: 'too many attempts' }
  recordAccess({ kind: 'sign-in-failed', by: viewer, detail, onceInMs: TOLD_AGAIN_MS })
  return { sentence: `Too many attempts. Try again in ${waitInWords(waitS)}.` }
}

async function isPasswordOf(userId: string, password: string): Promise<boolean> {
  if (isPasswordTooLong(password)) return false
  const { internalAdapter, password: hashing } = await auth().$context
  const hash = (await internalAdapter.findCredentialAccount(userId))?.password
  return hash ? hashing.verify({ hash, password }) : false
}
