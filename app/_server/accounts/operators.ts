import 'server-only'
import type { Viewer } from '@/app/_server/people/viewer'
import { isSelfService } from '@/app/_server/process/settings'
import { readableAccount } from '@/app/_server/streams/access'
import type { AccountRow } from '@/db/accounts/account-rows'

/** Somebody who may operate an account, not only read it. */
export type Operator = {
  readonly role: 'customer' | 'teller'
  /** Whether they deposit and withdraw cash: tellers do, customers where self-service is on. */
  readonly hasCash: boolean
}

/** What a viewer may do on an account; null when they may only read it, or not even that. */
export async function operatorOf(viewer: Viewer, accountId: string): Promise<Operator | null> {
  const { role, userId } = viewer
  if (role === 'auditor') return null
  const row = await readableAccount(viewer, accountId)
  if (!row) return null
  if (role === 'teller') return { role, hasCash: true }
  return isOperator(userId, row) ? { role, hasCash: isSelfService() } : null
}

/** Whether a customer may operate an account: their own, or as its second customer. */
export function isOperator(
  userId: string,
  { customerId, secondCustomer: second }: Pick<AccountRow, 'customerId' | 'secondCustomer'>,
): boolean {
  return customerId === userId || (second?.customerId === userId && second.rights === 'operate')
}
