import { DEMO_PEOPLE } from '../people/demo-people'
import { enabledAmong, type PersonRecord } from '../people/records'
import type { Db } from '../query'
import { type Asker, changePerson, type Desk } from './desk'

/** The people of the demo bank who can sign in, with a password that everybody knows. */
export async function enabledDemoPeople(db: Db): Promise<PersonRecord[]> {
  const found = await enabledAmong(
    db,
    DEMO_PEOPLE.map(({ id }) => id),
  )
  return found.filter(({ id, email }) =>
    DEMO_PEOPLE.some(person => person.id === id && person.email === email),
  )
}

/**
 * Disables all of them, the last administrator too: whoever runs the server can invite another.
 * @param asker a new one for each command
 */
export async function disableDemo(
  desk: Desk,
  asker: () => Asker,
): Promise<{ readonly emails: readonly string[] } | { readonly sentence: string }> {
  const people = await enabledDemoPeople(desk.db)
  for (const { id } of people) {
    const command = { type: 'DisablePerson', by: null, evenLast: true } as const
    const changed = await changePerson(desk, id, command, asker())
    // Another process may have been first.
    if (changed.outcome === 'done' || changed.outcome === 'refused') continue
    return { sentence: 'The bank can’t record anything at the moment. Try again.' }
  }
  return { emails: people.map(({ email }) => email) }
}
