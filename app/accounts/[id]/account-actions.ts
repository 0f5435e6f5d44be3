import type { Operator } from '@/app/_server/accounts/operators'
import type { AccountJson } from '@/app/_wire/types'

/** Something that can be done on an account, on a page of its own. */
export type AccountAction = {
  readonly name: string
  /** The last part of the page's address. */
  readonly page: string
  /** The key that opens the page. */
  readonly key?: string
  /** Why it can't be done now, as a sentence; null when it can. */
  readonly cannot: string | null
}

type Entry = Omit<AccountAction, 'cannot'> & {
  readonly isFor: (operator: Operator) => boolean
  readonly cannot?: (account: Pick<AccountJson, 'freeze'>) => string | null
}

/** In the order of the row; the first one leads. */
const ENTRIES: readonly Entry[] = [
  { name: 'Transfer', page: 'transfer', key: 't', isFor: anyone, cannot: debitStop },
  { name: 'Deposit', page: 'deposit', key: 'd', isFor: cashier, cannot: creditStop },
  { name: 'Withdraw', page: 'withdraw', key: 'w', isFor: cashier, cannot: debitStop },
  { name: 'Holds', page: 'holds', isFor: teller },
  { name: 'Freeze', page: 'freeze', isFor: teller },
  { name: 'Limits', page: 'limits', isFor: teller },
  { name: 'Customers', page: 'customers', isFor: teller },
  { name: 'Close', page: 'close', isFor: teller },
]

/** What an operator can do on an account, with the reasons against it. A closed one has nothing. */
export function actionsOf(
  account: Pick<AccountJson, 'status' | 'freeze'>,
  operator: Operator,
): AccountAction[] {
  if (account.status === 'closed') return []
  return ENTRIES.filter(({ isFor }) => isFor(operator)).map(({ isFor: _, cannot, ...entry }) => ({
    ...entry,
    cannot: cannot?.(account) ?? null,
  }))
}

function anyone(): boolean {
  return true
}

function cashier({ hasCash }: Operator): boolean {
  return hasCash
}

function teller({ role }: Operator): boolean {
  return role === 'teller'
}

function debitStop({ freeze }: Pick<AccountJson, 'freeze'>): string | null {
  return freeze && freeze.scope !== 'credits' ? 'No money can go out while it is frozen.' : null
}

function creditStop({ freeze }: Pick<AccountJson, 'freeze'>): string | null {
  return freeze && freeze.scope !== 'debits' ? 'No money can come in while it is frozen.' : null
}
