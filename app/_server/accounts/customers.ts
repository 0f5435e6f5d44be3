import 'server-only'
import { type Customer, findPeople, personOf } from '@/app/_server/people/customers'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { readableAccount } from '@/app/_server/streams/access'

/** The customers of an account. */
export type Customers = {
  first: Customer | null
  second: (Customer & { rights: 'read' | 'operate' }) | null
}

/** Who may use an account; null for viewers who are not staff. */
export async function customersOf(viewer: Viewer, accountId: string): Promise<Customers | null> {
  if (!may(viewer, 'readBank')) return null
  const account = await readableAccount(viewer, accountId)
  if (!account) return null
  const { customerId, secondCustomer: second } = account
  const ids = [customerId, second?.customerId ?? null].filter(id => id !== null)
  const known = await findPeople(viewer, ids)
  return {
    first: customerId === null ? null : personOf(known, customerId),
    second: second && { ...personOf(known, second.customerId), rights: second.rights },
  }
}
