'use server'

import { redirect } from 'next/navigation'
import { textOf } from '@/app/_commands/form-text'
import { type JoinField, join } from '@/app/_server/directory/joining'
import { takeForm } from '@/app/_server/http/form-answers'
import { unavailableBecause } from '@/app/_server/http/problems'
import { signIn } from '@/app/_server/people/session'

/** The form's state: what was typed, and why it was refused. */
export type JoinState = {
  name: string
  email: string
  field: JoinField | null
  sentence: string | null
}

/** Sets the password of a link and signs its person in; the page of sign-in does the rest. */
export async function setPassword(_previous: JoinState, sent: FormData): Promise<JoinState> {
  const form = takeForm(sent)
  const [name, email] = [textOf(form, 'name'), textOf(form, 'email')]
  const password = textOf(form, 'password')
  const answer = await join(textOf(form, 'token'), { name, email, password }).catch(orTrouble)
  if (!answer.ok) return { name, email, field: answer.field, sentence: answer.sentence }
  const signedIn = await signIn(answer.email, password)
  redirect(signedIn.ok && !signedIn.needsCode ? '/' : '/sign-in')
}

/** @throws errors other than trouble with the database */
function orTrouble(error: unknown) {
  const trouble = unavailableBecause(error)
  if (!trouble) throw error
  return { ok: false, field: null, sentence: trouble.detail } as const
}
