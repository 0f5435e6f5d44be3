'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { renderSVG } from 'uqr'
import { textOf } from '@/app/_commands/form-text'
import { takeForm } from '@/app/_server/http/form-answers'
import {
  beginSecondFactor,
  changeOwnName,
  changeOwnPassword,
  confirmOwn,
  endOwnSessions,
  endSecondFactor,
  proveSecondFactor,
  removeOwnPasskey,
  renameOwnPasskey,
  renewRecoveryCodes,
} from '@/app/_server/people/sessions/own'
import { type CodesState, type FormState, NOTHING, type SetUpState } from './states'

export async function renameMe(_: FormState, sent: FormData): Promise<FormState> {
  const outcome = await changeOwnName(textOf(takeForm(sent), 'name'))
  if ('done' in outcome) refresh()
  return stateOf(outcome)
}

export async function changePassword(_: FormState, sent: FormData): Promise<FormState> {
  const form = takeForm(sent)
  const outcome = await changeOwnPassword(textOf(form, 'present'), textOf(form, 'next'))
  if ('done' in outcome) refresh()
  return stateOf(outcome)
}

export async function confirmMe(_: FormState, sent: FormData): Promise<FormState> {
  const outcome = await confirmOwn(textOf(takeForm(sent), 'confirmation'))
  if ('done' in outcome) refresh()
  return stateOf(outcome)
}

/** The steps of setting up an authenticator app: the password, then a code of the app. */
export async function setUpSecondFactor(
  before: SetUpState | null,
  sent: FormData,
): Promise<SetUpState> {
  const form = takeForm(sent)
  if (before?.step !== 'code') {
    const outcome = await beginSecondFactor(textOf(form, 'password'))
    if (!('uri' in outcome)) return { step: 'password', ...stateOf(outcome) }
    const { uri } = outcome
    const image = `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(uri))}`
    const secret = new URL(uri).searchParams.get('secret') ?? ''
    return { step: 'code', image, secret, sentence: null }
  }
  const outcome = await proveSecondFactor(textOf(form, 'code'))
  if ('codes' in outcome) return { step: 'codes', codes: outcome.codes }
  return { ...before, sentence: 'sentence' in outcome ? outcome.sentence : null }
}

export async function turnSecondFactorOff(_: FormState, sent: FormData): Promise<FormState> {
  const outcome = await endSecondFactor(textOf(takeForm(sent), 'password'))
  if ('done' in outcome) redirect('/me?saved=second-factor-off')
  return stateOf(outcome)
}

export async function renewCodes(_: CodesState, sent: FormData): Promise<CodesState> {
  const outcome = await renewRecoveryCodes(textOf(takeForm(sent), 'password'))
  if ('codes' in outcome) return { ...NOTHING, codes: outcome.codes }
  return { ...stateOf(outcome), codes: null }
}

export async function renamePasskey(sent: FormData): Promise<void> {
  const form = takeForm(sent)
  await renameOwnPasskey(textOf(form, 'id'), textOf(form, 'name'))
  redirect('/me?saved=passkey')
}

export async function dropPasskey(sent: FormData): Promise<void> {
  await removeOwnPasskey(textOf(takeForm(sent), 'id'))
  redirect('/me?saved=passkey-removed')
}

/** Ends one session; the one of this browser too, if it is that. */
export async function endSession(sent: FormData): Promise<void> {
  const isStill = await endOwnSessions(textOf(takeForm(sent), 'id'))
  redirect(isStill ? '/me?saved=session' : '/sign-in')
}

export async function endOtherSessions(sent: FormData): Promise<void> {
  takeForm(sent)
  await endOwnSessions(null)
  redirect('/me?saved=sessions')
}

function stateOf(outcome: Partial<FormState>): FormState {
  return { ...NOTHING, ...outcome }
}
