'use server'

import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { textOf } from '@/app/_commands/form-text'
import { troubleOrThrow } from '@/app/_commands/submit-command'
import { takeForm } from '@/app/_server/http/form-answers'
import { currentSession, currentViewer, requireViewer } from '@/app/_server/people/session'
import { CONFIRM_FIRST, confirm, isConfirmed } from '@/app/_server/people/sessions/confirmation'
import { readToken } from '@/app/_server/people/token-body'
import { accountIdsOf, makeToken, revokeToken } from '@/app/_server/people/tokens'
import type { NewTokenJson } from '@/app/_wire/tokens'
import { DAYS } from './token-words'

export type TokenValues = {
  name: string
  role: string
  scopes: string[]
  accounts: string
  days: string
}

/** What was typed, and why it was refused; or the token that was made, which is shown once. */
export type TokenState = {
  values: TokenValues
  refusal: { field: string | null; sentence: string } | null
  made: NewTokenJson | null
}

export async function createToken(_previous: TokenState, sent: FormData): Promise<TokenState> {
  const form = takeForm(sent)
  const values: TokenValues = {
    name: textOf(form, 'name'),
    role: textOf(form, 'role'),
    scopes: form.getAll('scope').filter(scope => typeof scope === 'string'),
    accounts: textOf(form, 'accounts'),
    days: textOf(form, 'days'),
  }
  const stop = (sentence: string, field: string | null = null): TokenState => ({
    values,
    refusal: { field, sentence },
    made: null,
  })
  const [viewer, session] = await Promise.all([
    currentViewer().catch(troubleOrThrow),
    currentSession().catch(() => null),
  ])
  if (viewer && 'detail' in viewer) return stop(viewer.detail)
  if (!viewer || !session) {
    return stop('You are signed out. Sign in again in another tab, then try again.')
  }
  const accountIds = await accountIdsOf(viewer, values.accounts)
  if (accountIds && 'status' in accountIds) return stop(accountIds.detail, 'accountIds')
  const days = DAYS.find(days => String(days) === values.days) ?? 0
  const read = readToken({
    ...{ name: values.name, role: values.role, scopes: values.scopes, accountIds },
    expiresAt: new Date(Date.now() + days * 86_400_000).toISOString(),
  })
  if (!read.ok) return stop(read.problem.detail, read.problem.field)
  if (!isConfirmed(session)) {
    const proof = textOf(form, 'proof')
    const wrong =
      proof === '' ? CONFIRM_FIRST : await confirm(viewer, session, proof, await headers())
    if (wrong !== null) return stop(wrong, 'proof')
  }
  const made = await makeToken(viewer, read.token)
  if ('status' in made) return stop(made.detail, made.field)
  refresh()
  return { values: { ...values, name: '', accounts: '' }, refusal: null, made }
}

/** Revokes a token at once. */
export async function endToken(sent: FormData): Promise<void> {
  const form = takeForm(sent)
  await revokeToken(await requireViewer(), textOf(form, 'id'))
  refresh()
}
