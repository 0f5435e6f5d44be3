import 'server-only'
import { bank } from '@/app/_server/process/bank'
import type { Role } from '@/app/_wire/types'
import { enabledDemoPeople } from '@/db/directory/disable-demo'
import { DEMO_PEOPLE } from '@/db/people/demo-people'

/** The demo bank's sign-ins, which are public; empty for any other bank, and once they are disabled. */
export async function demoSignIns(): Promise<{ email: string; name: string; role: Role }[]> {
  const people = await enabledDemoPeople(bank().db)
  return DEMO_PEOPLE.flatMap(({ id, email }) => {
    const person = people.find(found => found.id === id)
    return person ? [{ email, name: person.name, role: person.role }] : []
  })
}
