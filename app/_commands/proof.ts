import 'server-only'
import { headers } from 'next/headers'
import { isConfirmed } from '@/app/_server/people/proof'
import { currentSession, type Viewer } from '@/app/_server/people/session'
import { confirm } from '@/app/_server/people/sessions/confirmation'
import type { Problem } from '@/app/_wire/types'
import { textOf } from './form-text'

/**
 * The viewer after the proof in a form's field `proof`, if it has one and they need it; or why that
 * is none, as a sentence. What the form asks for then says whether it needs one (`mustProve`).
 */
export async function withProof(
  viewer: Viewer,
  form: FormData,
): Promise<Viewer | { readonly sentence: string }> {
  const typed = textOf(form, 'proof')
  if (typed === '' || isConfirmed(viewer)) return viewer
  const session = await currentSession()
  if (!session) return { sentence: 'You are signed out. Sign in again, then try again.' }
  return confirm(viewer, session, typed, await headers())
}

/** Whether a command was refused only because its sender must prove again who they are. */
export function isProofAsked({ type }: Problem): boolean {
  return type.endsWith(':ConfirmationRequired')
}

/** What forms say then; in the words of the field that they show. */
export const PROVE_FIRST =
  'Enter it to confirm that it is you, then press the button again. Nothing is recorded yet.'
