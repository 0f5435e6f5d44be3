import 'server-only'
import type { Desk } from '@/db/directory/desk'
import { bank } from './bank'

/** Where the web process changes people. */
export function peopleDesk(): Desk {
  const { db, execute, store } = bank()
  return { db, execute, followPeople: store.followPeople }
}
