import type { AccountRight } from '@/app/_server/accounts/operators'
import type { AccountJson } from '@/app/_wire/types'

/** Something that can be done on an account, on a page of its own. */
export type AccountAction = {
  readonly name: string
  /** The last part of the page's address, or an address that takes the account as `from`. */
  readonly page: string
  /** The key that opens the page. */
  readonly key?: string
  /** Why it can't be done now, as a sentence; null when it can. */
  readonly cannot: string | null
}

type Entry = Omit<AccountAction, 'cannot'> & {
  readonly right: AccountRight
  readonly cannot?: (account: Pick<AccountJson, 'freeze'>) => string | null
}

/** In the order of the row; the first one leads. */
const ENTRIES: readonly Entry[] = [
  { name: 'Transfer', page: 'transfer', key: 't', right: 'transfer', cannot: debitStop },
  { name: 'Deposit', page: 'deposit', key: 'd', right: 'moveCash', cannot: creditStop },
  { name: 'Withdraw', page: 'withdraw', key: 'w', right: 'moveCash', cannot: debitStop },
  { name: 'New order', page: '/orders/new', right: 'transfer' },
  { name: 'Holds', page: 'holds', right: 'manageHolds' },
  { name: 'Freeze', page: 'freeze', right: 'freeze' },
  { name: 'Limits', page: 'limits', right: 'setLimits' },
  { name: 'Customers', page: 'customers', right: 'changeHolders' },
  { name: 'Close', page: 'close', right: 'closeAccounts' },
]

/** What can be done on an account by somebody with these rights on it, and why not now. A closed one has nothing. */
export function actionsOf(
  account: Pick<AccountJson, 'status' | 'freeze'>,
  rights: readonly AccountRight[],
): AccountAction[] {
  if (account.status === 'closed') return []
  return ENTRIES.filter(({ right }) => rights.includes(right)).map(
    ({ right: _, cannot, ...entry }) => ({ ...entry, cannot: cannot?.(account) ?? null }),
  )
}

function debitStop({ freeze }: Pick<AccountJson, 'freeze'>): string | null {
  return freeze && freeze.scope !== 'credits' ? 'No money can go out while it is frozen.' : null
}

function creditStop({ freeze }: Pick<AccountJson, 'freeze'>): string | null {
  return freeze && freeze.scope !== 'debits' ? 'No money can come in while it is frozen.' : null
}
