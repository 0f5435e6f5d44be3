'use server'

import { redirect } from 'next/navigation'
import { takeForm } from '@/app/_server/http/form-answers'
import { signOut as endSession } from '@/app/_server/people/session'

/** Ends the session. */
export async function signOut(): Promise<void> {
  takeForm()
  await endSession()
  redirect('/sign-in')
}
