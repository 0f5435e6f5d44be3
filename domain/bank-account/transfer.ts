import type { Context } from '@/domain/event-sourcing/aggregate'
import type { Operation } from '@/domain/event-sourcing/operation'
import { accountNumber } from '@/domain/money/account-number'
import type { Account, BankAccount } from './bank-account'
import type { Transfer } from './commands'
import { openIn } from './decisions'
import type { BankAccountEvent, OtherSide } from './events'
import type { Facts } from './facts'
import { type Moved, movementOn } from './movements'
import type { Refusal } from './refusal'
import { isRefusal, onOtherSide, TRANSFER_REFERENCE } from './rules'

/** Money from one account to another, on both or on neither. The payer's account is the home. */
export const transfer: Operation<Transfer, Refusal> = {
  streamsOf: (home, { toAccountId }) =>
    toAccountId === home.id ? [home] : [home, { type: home.type, id: toAccountId }],

  decide(command, [payer, payee]) {
    if (!payer) throw new Error('A transfer has a payer')
    if (!payee) return { outcome: 'refused', refusal: { type: 'SameAccount', field: 'to' } }
    const from = openIn(payer.state as BankAccount)
    if (isRefusal(from)) return { outcome: 'refused', refusal: from }
    const to = openIn(payee.state as BankAccount)
    if (isRefusal(to)) return { outcome: 'refused', refusal: onOtherSide(to) }
    const out = payOut(command, from, to, contextOf(payer))
    if (isRefusal(out)) return { outcome: 'refused', refusal: out }
    const into = payIn(command, from, to, contextOf(payee))
    if (isRefusal(into)) return { outcome: 'refused', refusal: onOtherSide(into) }
    return {
      outcome: 'accepted',
      events: [
        { streamId: payer.id, event: out.event },
        { streamId: payee.id, event: into.event },
      ],
    }
  },
}

/** The facts of an account's stream are those that its `asks` asked for. */
export function contextOf(view: Context<unknown>): Context<Facts> {
  return view as Context<Facts>
}

/** The payer's side: also what a browser can decide, which knows only the payer's account. */
export function payOut(
  command: Transfer,
  from: Account,
  to: Pick<Account, 'accountId' | 'owner' | 'currency'>,
  context: Context<Facts>,
): Moved | Refusal {
  if (to.currency !== from.currency) {
    const { currency } = from
    return { type: 'CurrencyMismatch', field: 'to', currency, other: to.currency }
  }
  return movementOn(from, { ...sideOf(command, to), direction: 'out', isLimited: true }, context)
}

/** The payee's side, where only their account is known. */
export function payIn(
  command: Transfer,
  from: Pick<Account, 'accountId' | 'owner'>,
  to: Account,
  context: Context<Facts>,
): Moved | Refusal {
  return movementOn(to, { ...sideOf(command, from), direction: 'in' }, context)
}

function sideOf(
  { transferId, amount, reference }: Transfer,
  other: Pick<Account, 'accountId' | 'owner'>,
) {
  const transfer = otherSide(transferId, other)
  return { amount, note: reference, noteRule: TRANSFER_REFERENCE, details: { transfer } }
}

export function otherSide(
  id: string,
  { accountId, owner }: Pick<Account, 'accountId' | 'owner'>,
): OtherSide {
  return { id, accountId, number: accountNumber(accountId), owner }
}

/** The other side of the transfer that an event is a side of; null for other events. */
export function transferOf(event: BankAccountEvent): OtherSide | null {
  return ('transfer' in event && event.transfer) || null
}
