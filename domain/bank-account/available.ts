import type { Account } from './bank-account'
import type { Hold } from './events'

/** The holds that hold money at a moment: nobody needs to record that one has expired. */
export function activeHolds({ terms }: Pick<Account, 'terms'>, at: Date): readonly Hold[] {
  const { holds } = terms
  return holds.length === 0 ? holds : holds.filter(({ expiresAt }) => new Date(expiresAt) > at)
}

/** The sum of the active holds, in minor units. */
export function heldAt(account: Pick<Account, 'terms'>, at: Date): bigint {
  return activeHolds(account, at).reduce((sum, { amount }) => sum + amount, 0n)
}

/** What can go out at a moment, in minor units: balance − holds + overdraft. May be below zero. */
export function availableAt(account: Pick<Account, 'balance' | 'terms'>, at: Date): bigint {
  return account.balance - heldAt(account, at) + account.terms.overdraftLimit
}

/** As `availableAt`, with every hold that no event has ended yet. */
export function availableInLog({ balance, terms }: Pick<Account, 'balance' | 'terms'>): bigint {
  return terms.holds.reduce((rest, { amount }) => rest - amount, balance + terms.overdraftLimit)
}

/** Whether money can move: not at all for good (`closed`), or not now or not both ways (`frozen`). */
export function standingOf({ status, terms }: Pick<Account, 'status' | 'terms'>) {
  return status === 'open' && terms.freeze ? 'frozen' : status
}
