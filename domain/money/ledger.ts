/**
 * The accounts of the bank's own books, beside the customers' accounts: every movement on a
 * customer's account is one of the opposite sign on one of these.
 */
export const LEDGER_ACCOUNTS = [
  'cash',
  'opening-balances',
  'import-clearing',
  'transfers',
  'interest',
  'fees',
  'corrections',
] as const

export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number]

/** The customers' side of the books: what the bank owes them, all together. */
export const CUSTOMER_ACCOUNTS = 'customer-accounts'

/** Every line of the bank's books. */
export const BOOK_LINES = [CUSTOMER_ACCOUNTS, ...LEDGER_ACCOUNTS] as const

export type BookLine = (typeof BOOK_LINES)[number]

/**
 * The counter-side of events of one type. The rules are data, because both the program and SQL
 * follow them: the first one that applies decides, and the last one always does.
 */
export type LedgerRules = readonly [...LedgerRule[], { readonly account: LedgerAccount }]

export type LedgerRule =
  /** Applies to events of this actor. */
  | { readonly actorId: string; readonly account: LedgerAccount }
  /** Applies to events with this field. */
  | { readonly has: string; readonly account: LedgerAccount }
  /** Applies to events with this field, whose value is the ledger account. */
  | { readonly says: string }

/** The counter-side of an event by such rules. */
export function ledgerAccountBy(
  rules: LedgerRules,
  event: Readonly<Record<string, unknown>>,
  actorId: string,
): LedgerAccount {
  for (const rule of rules) {
    if ('says' in rule) {
      if (event[rule.says] !== undefined) return event[rule.says] as LedgerAccount // by its schema
    } else if ('has' in rule) {
      if (event[rule.has] !== undefined) return rule.account
    } else if (!('actorId' in rule) || rule.actorId === actorId) return rule.account
  }
  throw new Error('The last rule for a ledger account always applies')
}
