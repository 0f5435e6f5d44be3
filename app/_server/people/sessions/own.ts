import 'server-only'
import { headers } from 'next/headers'
import { bank } from '@/app/_server/process/bank'
import { listPasskeys, namePasskey, type PasskeyRow, removePasskey } from '@/db/people/passkeys'
import { hasSecondFactor } from '@/db/people/second-factor'
import { endSessions, renamePerson, type SessionRow, sessionsOf } from '@/db/people/sessions'
import { cleanText, textFault } from '@/domain/text/clean'
import { recordAccess } from '../access-log'
import { auth } from '../auth'
import { passwordFault } from '../password-rules'
import { isConfirmed } from '../proof'
import { askAuth, currentSession, refusalOf, requireViewer } from '../session'
import { sentenceForSignIn, type Viewer } from '../viewer'
import { endStreamsOf } from '../watchers'
import { confirm, doubt } from './confirmation'
import { PASSKEY_NAME_MAX } from './passkeys'
import { newRecoveryCodes, readCode } from './second-factor'

/** What a person sees about themselves. */
export type OwnPage = {
  readonly viewer: Viewer
  readonly isConfirmed: boolean
  /** How many recovery codes are left; null without a second factor. */
  readonly recoveryCodes: number | null
  readonly passkeys: readonly PasskeyRow[]
  readonly sessions: readonly SessionRow[]
}

export async function readOwnPage(): Promise<OwnPage> {
  const viewer = await requireViewer()
  const session = await currentSession()
  const { db } = bank()
  const { userId } = viewer
  const [hasCodes, passkeys, sessions] = await Promise.all([
    hasSecondFactor(db, userId),
    listPasskeys(db, userId),
    sessionsOf(db, userId, session?.token ?? '', new Date()),
  ])
  const recoveryCodes = hasCodes ? (await codesOf(userId)).length : null
  return {
    viewer,
    isConfirmed: isConfirmed(viewer),
    recoveryCodes,
    passkeys,
    sessions,
  }
}

async function codesOf(userId: string): Promise<readonly string[]> {
  const { backupCodes } = await auth().api.viewBackupCodes({ body: { userId } })
  return backupCodes
}

/** The result of a form: what is true now, or why it was refused. */
export type Outcome =
  | { readonly done: string }
  | { readonly field: string; readonly sentence: string }

const NAME_MAX = 200

export async function changeOwnName(typed: string): Promise<Outcome> {
  const { userId } = await requireViewer()
  const name = cleanText('name', typed)
  if (name === '') return refused('name', 'Enter your name.')
  const fault = textFault('name', name, NAME_MAX)
  if (fault === 'too-long' || fault === 'too-heavy') {
    return refused('name', `A name can have at most ${NAME_MAX} characters.`)
  }
  if (fault !== null) return refused('name', 'The name has characters that can’t be shown.')
  await renamePerson(bank().db, userId, name)
  return { done: 'Your name is changed.' }
}

const WRONG_PASSWORD = 'That is not your password. Try again.'

/** Changes the password, and ends all other sessions; this one gets a new token. */
export async function changeOwnPassword(present: string, next: string): Promise<Outcome> {
  const viewer = await requireViewer()
  const fault = passwordFault(next, viewer)
  if (fault !== null) return refused('next', fault)
  const body = { currentPassword: present, newPassword: next, revokeOtherSessions: true }
  const answer = await askWithPassword('/change-password', body, viewer)
  if (!answer.ok) return refused('present', refusalOf(answer, sentenceForPassword))
  told(viewer, 'password')
  return { done: 'Your password is changed. All your other sessions have ended.' }
}

/** Asks again who somebody is, for what must not be done by whoever finds an open page. */
export async function confirmOwn(typed: string): Promise<Outcome> {
  const [viewer, session] = [await requireViewer(), await currentSession()]
  if (!session) return refused('confirmation', 'You are signed out. Sign in again.')
  const confirmed = await confirm(viewer, session, typed, await headers())
  return 'sentence' in confirmed ? refused('confirmation', confirmed.sentence) : { done: '' }
}

/** Begins to set up an authenticator app: the address that it reads, with its secret. */
export async function beginSecondFactor(password: string): Promise<Outcome | { uri: string }> {
  const viewer = await requireViewer()
  const answer = await askWithPassword('/two-factor/enable', { password }, viewer)
  if (!answer.ok) return refused('password', refusalOf(answer, sentenceForPassword))
  const { totpURI }: { totpURI: string } = await answer.json()
  return { uri: totpURI }
}

/** Turns the second factor on when a code shows that the app has the secret. */
export async function proveSecondFactor(typed: string): Promise<Outcome | { codes: string[] }> {
  const viewer = await requireViewer()
  const { code } = readCode(typed)
  const answer = await askAuth('/two-factor/verify-totp', { code })
  if (!answer.ok) return refused('code', refusalOf(answer, sentenceForFirstCode))
  told(viewer, 'second factor on')
  return { codes: await newRecoveryCodes(viewer.userId) }
}

export async function endSecondFactor(password: string): Promise<Outcome> {
  const viewer = await requireViewer()
  const answer = await askWithPassword('/two-factor/disable', { password }, viewer)
  if (!answer.ok) return refused('password', refusalOf(answer, sentenceForPassword))
  told(viewer, 'second factor off')
  return { done: 'The second factor is off.' }
}

/** Makes new recovery codes; the old ones stop working. */
export async function renewRecoveryCodes(password: string): Promise<Outcome | { codes: string[] }> {
  const viewer = await requireViewer()
  const answer = await askWithPassword('/two-factor/generate-backup-codes', { password }, viewer)
  if (!answer.ok) return refused('password', refusalOf(answer, sentenceForPassword))
  told(viewer, 'recovery codes')
  const { backupCodes }: { backupCodes: string[] } = await answer.json()
  return { codes: backupCodes }
}

export async function renameOwnPasskey(id: string, typed: string): Promise<void> {
  const { userId } = await requireViewer()
  const name = cleanText('name', typed)
  if (name !== '' && textFault('name', name, PASSKEY_NAME_MAX) === null) {
    await namePasskey(bank().db, userId, id, name)
  }
}

export async function removeOwnPasskey(id: string): Promise<void> {
  const viewer = await requireViewer()
  if (await removePasskey(bank().db, viewer.userId, id)) told(viewer, 'passkey removed')
}

/**
 * Ends one session of the viewer, or all but this one, with their streams: here at once, in other
 * processes within two seconds. Whether this session is still there.
 */
export async function endOwnSessions(id: string | null): Promise<boolean> {
  const [viewer, session] = [await requireViewer(), await currentSession()]
  const exceptToken = session?.token ?? ''
  const which = id === null ? { exceptToken } : { id }
  const ended = await endSessions(bank().db, viewer.userId, which)
  for (const { id: subject, token } of ended) {
    endStreamsOf(token)
    recordAccess({ kind: 'session-ended', by: viewer, subject })
  }
  return !ended.some(({ token }) => token === exceptToken)
}

/** Asks for what takes the password; a wrong one takes the confirmation of this session away. */
async function askWithPassword(
  path: Parameters<typeof askAuth>[0],
  body: Parameters<typeof askAuth>[1],
  viewer: Viewer,
): Promise<Response> {
  const [answer, session] = [await askAuth(path, body, viewer.email), await currentSession()]
  if (session && (answer.status === 400 || answer.status === 401)) await doubt(viewer, session)
  return answer
}

function told(viewer: Viewer, what: string): void {
  recordAccess({ kind: 'credentials-changed', by: viewer, detail: { what } })
}

function refused(field: string, sentence: string): Outcome {
  return { field, sentence }
}

function sentenceForPassword(status: number, waitS: number): string {
  return status === 400 || status === 401 ? WRONG_PASSWORD : sentenceForSignIn(status, waitS)
}

function sentenceForFirstCode(status: number, waitS: number): string {
  return status === 400 || status === 401
    ? 'Wrong code. Check the clock of the device with the app, and enter the code that it shows now.'
    : sentenceForSignIn(status, waitS)
}
