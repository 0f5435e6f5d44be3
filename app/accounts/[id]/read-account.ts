import 'server-only'
import { cache } from 'react'
import { getAccount } from '@/app/_server/accounts/accounts'
import { requireViewer } from '@/app/_server/people/session'
import type { AccountJson } from '@/app/_wire/types'

/** The account of this page, asked once a request; null when it is unknown or not the reader's. */
export const readAccount = cache(
  async (id: string): Promise<AccountJson | null> => getAccount(await requireViewer(), id),
)

/** What the browser's tab says: whose account it is, and what of it is shown. */
export async function titleOf(id: string, part?: string): Promise<string> {
  const owner = (await readAccount(id))?.owner ?? 'Account'
  return part ? `${owner}, ${part}` : owner
}
