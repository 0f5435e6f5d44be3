import type { Intent } from '@/domain/event-sourcing/aggregate'
import { unreachable } from '@/domain/unreachable'
import type { Command, Deposit, Withdraw } from './decisions'

/** What a command would have recorded, had it not been refused. */
export function intentOf(command: Command): Intent {
  switch (command.type) {
    case 'CreateAccount': {
      const { currency, openingBalance: amount } = command
      return { event: 'AccountCreated', direction: 'in', amount, currency, note: null }
    }
    case 'Deposit':
      return { ...partsOf(command), event: 'MoneyDeposited', direction: 'in' }
    case 'Withdraw':
      return { ...partsOf(command), event: 'MoneyWithdrawn', direction: 'out' }
    default:
      return unreachable(command)
  }
}

function partsOf({ amount, note }: Deposit | Withdraw) {
  return { amount, note, currency: null }
}
