import { unreachable } from '@/domain/unreachable'
import type { BankAccountEvent } from './bank-account'

/** By how much an event moved the balance, in minor units with its sign. */
export function changeOf(event: BankAccountEvent): bigint {
  switch (event.type) {
    case 'AccountCreated':
      return event.openingBalance
    case 'MoneyDeposited':
      return event.amount
    case 'MoneyWithdrawn':
      return -event.amount
    default:
      return unreachable(event)
  }
}
