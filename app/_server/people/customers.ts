import 'server-only'
import { bank } from '@/app/_server/process/bank'
import type { StateJson } from '@/app/_wire/types'
import { findUsersById } from '@/db/people/users'
import { may } from './rights'
import type { Viewer } from './viewer'

/** A customer as the staff knows them; of a user who is gone only the id is left. */
export type Customer = { id: string; name: string; email: string | null }

/** The people behind user ids, for staff; nobody for other viewers. */
export async function findPeople(
  viewer: Viewer,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Customer>> {
  if (!may(viewer, 'readBank')) return new Map()
  const found = await findUsersById(bank().db, [...new Set(ids)])
  return new Map(found.map(({ id, name, email }) => [id, { id, name, email }]))
}

export function personOf(known: ReadonlyMap<string, Customer>, id: string): Customer {
  return known.get(id) ?? { id, name: id, email: null }
}

/** `Jana Nováková, jana@example.com` */
export function personText({ name, email }: Customer): string {
  return email === null ? name : `${name}, ${email}`
}

/** The customers in states of an account, by user id, for staff. */
export async function peopleIn(
  viewer: Viewer,
  states: readonly (StateJson | null)[],
): Promise<Record<string, string>> {
  const ids = states.flatMap(state => (state ? customerIdsOf(state) : []))
  const people = await findPeople(viewer, ids)
  return Object.fromEntries([...people.values()].map(one => [one.id, personText(one)]))
}

function customerIdsOf({ customerId, secondCustomer }: StateJson): string[] {
  // As the state of an account has it; other states have neither.
  const second = secondCustomer as { customerId?: unknown } | null | undefined
  return [customerId, second?.customerId].filter(id => typeof id === 'string')
}
