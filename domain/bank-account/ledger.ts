import type { LedgerRules } from '@/domain/money/ledger'

/** The actor of every imported event. */
export const IMPORTER_ID = 'import'

const IMPORTED = { actorId: IMPORTER_ID, account: 'import-clearing' } as const

/** Where the money of an opening balance came from. */
export const OPENING_RULES: LedgerRules = [IMPORTED, { account: 'opening-balances' }]

/** Where the money of a deposit came from, and that of a withdrawal went. */
export const MOVEMENT_RULES: LedgerRules = [
  IMPORTED,
  { has: 'transfer', account: 'transfers' },
  { says: 'counter' },
  { account: 'cash' },
]
