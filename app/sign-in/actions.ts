'use server'

import { redirect } from 'next/navigation'
import { textOf } from '@/app/_commands/form-text'
import { pathAfterSignIn } from '@/app/_server/http/address'
import { takeForm } from '@/app/_server/http/form-answers'
import { signIn as openSession } from '@/app/_server/people/session'

/** The sign-in form's state: the typed e-mail, and why sign-in was refused. */
export type SignInState = { email: string; sentence: string | null }

/** Signs in with the form's e-mail and password, and redirects to the requested page. */
export async function signIn(_previous: SignInState, sent: FormData): Promise<SignInState> {
  const form = takeForm(sent)
  const email = textOf(form, 'email')
  const answer = await openSession(email, textOf(form, 'password'))
  if (!answer.ok) return { email, sentence: answer.sentence }
  redirect(pathAfterSignIn(textOf(form, 'next')))
}
