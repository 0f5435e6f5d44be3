import 'server-only'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { lookUpAccount } from '@/app/_server/streams/access'

/** What a viewer may do with an order that pays from an account. */
export async function mayOnOrder(
  viewer: Viewer,
  accountId: string,
  madeById: string,
): Promise<{ readonly mayOperate: boolean; readonly mayDecide: boolean }> {
  const account = await lookUpAccount(viewer, accountId)
  if (!account) return { mayOperate: false, mayDecide: false }
  return {
    mayOperate: may(viewer, 'transfer', account),
    mayDecide: may(viewer, 'approve', account) && madeById !== viewer.userId,
  }
}
