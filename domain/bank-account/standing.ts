import type { Context } from '@/domain/event-sourcing/aggregate'
import { formatAmount } from '@/domain/money/money'
import { heldAt } from './available'
import type { Account } from './bank-account'
import type { FreezeAccount } from './commands'
import { type AccountDecision, accept, reasonOf, refuse } from './rules'

/** A frozen account may be frozen anew, with another scope or reason. */
export function decideFreeze(command: FreezeAccount, { terms }: Account): AccountDecision {
  const { scope } = command
  const reason = reasonOf(command.reason)
  if (typeof reason !== 'string') return refuse(reason)
  if (terms.freeze?.scope === scope && terms.freeze.reason === reason) {
    return refuse({ type: 'NothingToChange', field: null })
  }
  return accept({ type: 'AccountFrozen', scope, reason })
}

export function decideUnfreeze({ terms }: Account): AccountDecision {
  if (!terms.freeze) return refuse({ type: 'AccountNotFrozen', field: null })
  return accept({ type: 'AccountUnfrozen' })
}

/** An account is closed at zero, without holds and not frozen. It never changes again. */
export function decideClosing(
  account: Account,
  { now }: Pick<Context<unknown>, 'now'>,
): AccountDecision {
  const { balance, currency, terms } = account
  if (terms.freeze) return refuse({ type: 'AccountFrozen', field: null, scope: terms.freeze.scope })
  if (balance !== 0n) {
    const text = formatAmount(balance, currency)
    return refuse({ type: 'BalanceNotZero', field: null, balance: text, currency })
  }
  const held = heldAt(account, now)
  if (held > 0n) {
    return refuse({
      type: 'HoldsRemain',
      field: null,
      held: formatAmount(held, currency),
      currency,
    })
  }
  return accept({ type: 'AccountClosed' })
}
