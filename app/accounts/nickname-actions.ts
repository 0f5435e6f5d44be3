'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { textOf } from '@/app/_commands/form-text'
import { troubleOrThrow } from '@/app/_commands/submit-command'
import { setNickname } from '@/app/_server/accounts/nicknames'
import { takeForm } from '@/app/_server/http/form-answers'
import { currentViewer } from '@/app/_server/people/session'
import { isUuid } from '@/app/_wire/uuid'

/** The state of a nickname's form: the typed text and why it was refused, or that it was kept. */
export type NicknameState = { typed: string; refusal: string | null; isKept: boolean }

/** Keeps a customer's nickname for an account; an empty one is removed. */
export async function saveNickname(
  _previous: NicknameState,
  sent: FormData,
): Promise<NicknameState> {
  const form = takeForm(sent)
  const typed = textOf(form, 'nickname')
  const refusal = await keep(textOf(form, 'accountId'), typed)
  if (refusal === null) refresh()
  return { typed, refusal, isKept: refusal === null }
}

/** The same from a card. Why it is refused is said on the account's page, with the text. */
export async function giveNickname(sent: FormData): Promise<void> {
  const form = takeForm(sent)
  const [accountId, typed] = [textOf(form, 'accountId'), textOf(form, 'nickname')]
  const refusal = await keep(accountId, typed)
  if (refusal === null) refresh()
  else redirect(refusedPath(accountId, typed))
}

function refusedPath(accountId: string, typed: string): string {
  if (!isUuid(accountId)) return '/accounts'
  return `/accounts/${accountId}?${new URLSearchParams({ nickname: typed.slice(0, TYPED_MAX) })}`
}

/** The longest refused text that is kept, in UTF-16 code units. */
const TYPED_MAX = 200

async function keep(accountId: string, typed: string): Promise<string | null> {
  const viewer = await currentViewer().catch(troubleOrThrow)
  if (!viewer) return 'You are signed out. Sign in again in another tab, then save again.'
  if ('detail' in viewer) return viewer.detail
  const answer = await setNickname(viewer, accountId, typed).catch(troubleOrThrow)
  return answer === null || typeof answer === 'string' ? answer : answer.detail
}
