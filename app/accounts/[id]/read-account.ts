import 'server-only'
import { cache } from 'react'
import { getAccount } from '@/app/_server/accounts/accounts'
import { requireViewer } from '@/app/_server/people/session'
import type { AccountJson } from '@/app/_wire/types'

/**
 * The account of this page, cached for one request; null when it is unknown or the viewer may not
 * read it.
 */
export const readAccount = cache(
  async (id: string): Promise<AccountJson | null> => getAccount(await requireViewer(), id),
)

/** The page title: the account's owner, and the part that is shown. */
export async function titleOf(id: string, part?: string): Promise<string> {
  const owner = (await readAccount(id))?.owner ?? 'Account'
  return part ? `${owner}, ${part}` : owner
}
