'use server'

import { refresh } from 'next/cache'
import { textOf } from '@/app/_commands/form-text'
import { isProofAsked, PROVE_FIRST } from '@/app/_commands/proof'
import { senderOf } from '@/app/_commands/submit-command'
import { takeForm } from '@/app/_server/http/form-answers'
import { requireViewer } from '@/app/_server/people/session'
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
  refusal: { field: string | null; sentence: string; kind?: string } | null
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
  const stop = (sentence: string, field: string | null = null, kind?: string): TokenState => ({
    values,
    refusal: { field, sentence, ...(kind && { kind }) },
    made: null,
  })
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return stop(viewer.sentence, viewer.field)
  const accountIds = await accountIdsOf(viewer, values.accounts)
  if (accountIds && 'status' in accountIds) return stop(accountIds.detail, 'accountIds')
  const days = DAYS.find(days => String(days) === values.days) ?? 0
  const read = readToken({
    ...{ name: values.name, role: values.role, scopes: values.scopes, accountIds },
    expiresAt: new Date(Date.now() + days * 86_400_000).toISOString(),
  })
  if (!read.ok) return stop(read.problem.detail, read.problem.field)
  const made = await makeToken(viewer, read.token)
  if ('status' in made) {
    return isProofAsked(made)
      ? stop(PROVE_FIRST, 'proof', 'ConfirmationRequired')
      : stop(made.detail, made.field)
  }
  refresh()
  return { values: { ...values, name: '', accounts: '' }, refusal: null, made }
}

/** Revokes a token at once. */
export async function endToken(sent: FormData): Promise<void> {
  const form = takeForm(sent)
  await revokeToken(await requireViewer(), textOf(form, 'id'))
  refresh()
}
