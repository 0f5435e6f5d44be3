import 'server-only'
import { z } from 'zod'
import type { Role } from '@/app/_wire/types'
import { auth } from './auth'

/** Who is asking, as the database says now. */
export type Viewer = {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

const roles = z.enum(['customer', 'teller', 'auditor'])

/** Who sends a request with these headers; null when nobody is signed in. */
export async function viewerOf(requestHeaders: Headers): Promise<Viewer | null> {
  const session = await auth().api.getSession({ headers: requestHeaders })
  if (!session) return null
  const { id: userId, name, email, role } = session.user
  return { userId, name, email, role: roles.parse(role) }
}

/** Why signing in failed, as a sentence. */
export function sentenceForSignIn(status: number): string {
  switch (status) {
    case 400:
    case 401:
      return 'This e-mail and password don’t belong together. Check both and try again.'
    case 429:
      return 'Too many attempts to sign in. Wait ten seconds and try again.'
    default:
      return 'Signing in doesn’t work at the moment. Try again in a minute.'
  }
}
