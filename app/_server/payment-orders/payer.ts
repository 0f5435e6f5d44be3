import 'server-only'
import { accountNotFound } from '@/app/_server/http/problems'
import { mayDo } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import type { AccountRow } from '@/db/accounts/account-rows'
import { findAccounts } from '@/db/accounts/accounts'

/** The account that a viewer wants to pay from; or why they can't. */
export async function payerFor(viewer: Viewer, accountId: string): Promise<AccountRow | Problem> {
  const [account] = isUuid(accountId) ? await findAccounts(bank().db, [accountId]) : []
  if (!account) return mayDo(viewer, 'transfer') ?? accountNotFound()
  return mayDo(viewer, 'transfer', account) ?? account
}
