import 'server-only'
import { bank } from '@/app/_server/process/bank'
import type { Role } from '@/app/_wire/types'
import { findUsers } from '@/db/people/users'
import { DEMO_PEOPLE } from './demo-people'

/** The demo bank's sign-ins, which are public; empty for any other bank. */
export async function demoSignIns(): Promise<{ email: string; name: string; role: Role }[]> {
  const users = await findUsers(
    bank().db,
    DEMO_PEOPLE.map(({ email }) => email),
  )
  return DEMO_PEOPLE.flatMap(({ id, email }) => {
    const user = users.find(found => found.id === id && found.email === email)
    return user ? [{ email, name: user.name, role: user.role }] : []
  })
}
