import type { Intent } from '@/domain/event-sourcing/aggregate'
import { unreachable } from '@/domain/unreachable'
import type { Command } from './commands'
import type { BankAccountEvent } from './events'

/** What a command would have recorded, had it not been refused. */
export function intentOf(command: Command): Intent {
  switch (command.type) {
    case 'CreateAccount': {
      const { currency, openingBalance: amount } = command
      return { event: 'AccountCreated', direction: 'in', amount, currency, note: null }
    }
    case 'Deposit':
      return intent('MoneyDeposited', 'in', command.amount, command.note)
    case 'Withdraw':
      return intent('MoneyWithdrawn', 'out', command.amount, command.note)
    case 'Transfer':
      return intent('MoneyWithdrawn', 'out', command.amount, command.reference)
    case 'CaptureHold':
      return intent('MoneyWithdrawn', 'out', command.amount)
    case 'PlaceHold':
      return intent('HoldPlaced', null, command.amount, command.note)
    case 'ReverseEntry':
      return intent('MoneyDeposited', null, null, command.reason)
    case 'FreezeAccount':
      return intent('AccountFrozen', null, null, command.reason)
    default:
      return intent(EVENTS[command.type] ?? unreachable(command as never))
  }
}

function intent(
  event: BankAccountEvent['type'],
  direction: Intent['direction'] = null,
  amount: string | null = null,
  note: string | null = null,
): Intent {
  return { event, direction, amount, currency: null, note }
}

const EVENTS = {
  SetOverdraftLimit: 'OverdraftLimitSet',
  SetLimits: 'LimitsSet',
  ReleaseHold: 'HoldReleased',
  ExpireHold: 'HoldExpired',
  UnfreezeAccount: 'AccountUnfrozen',
  CloseAccount: 'AccountClosed',
  RenameAccount: 'AccountRenamed',
  SetReference: 'ReferenceSet',
  AssignCustomer: 'CustomerAssigned',
  AssignSecondCustomer: 'SecondCustomerAssigned',
} as const
