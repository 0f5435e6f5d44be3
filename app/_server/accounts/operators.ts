import 'server-only'
import { may, type Right } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { readableAccount } from '@/app/_server/streams/access'

/** What can be done with an account on a page of its own. */
const ON_ACCOUNTS = [
  'transfer',
  'moveCash',
  'manageHolds',
  'freeze',
  'setLimits',
  'changeHolders',
  'closeAccounts',
] as const satisfies readonly Right[]

export type AccountRight = (typeof ON_ACCOUNTS)[number]

/** The rights of a viewer on an account; none when they may only read it, or not even that. */
export async function rightsOn(
  viewer: Viewer,
  accountId: string,
): Promise<readonly AccountRight[]> {
  const row = await readableAccount(viewer, accountId)
  return row ? ON_ACCOUNTS.filter(right => may(viewer, right, row)) : []
}
