'use server'

import { redirect } from 'next/navigation'
import { textOf } from '@/app/_commands/form-text'
import { pathAfterSignIn } from '@/app/_server/http/address'
import { takeForm } from '@/app/_server/http/form-answers'
import { signIn as openSession, signInWithCode } from '@/app/_server/people/session'

/** The sign-in form's state: the typed e-mail, and why sign-in was refused. */
export type SignInState = { email: string; sentence: string | null }

/** Signs in with the form's e-mail and password, and redirects to the requested page. */
export async function signIn(_previous: SignInState, sent: FormData): Promise<SignInState> {
  const form = takeForm(sent)
  const email = textOf(form, 'email')
  const answer = await openSession(email, textOf(form, 'password'))
  if (!answer.ok) return { email, sentence: answer.sentence }
  const next = pathAfterSignIn(textOf(form, 'next'))
  redirect(answer.needsCode ? `/sign-in/code?next=${encodeURIComponent(next)}` : next)
}

/** Why the code was refused. */
export type CodeState = { sentence: string | null }

/** Signs in with the code that is asked for after the password. */
export async function enterCode(_previous: CodeState, sent: FormData): Promise<CodeState> {
  const form = takeForm(sent)
  const answer = await signInWithCode(textOf(form, 'code'))
  if (!answer.ok) return { sentence: answer.sentence }
  redirect(pathAfterSignIn(textOf(form, 'next')))
}
