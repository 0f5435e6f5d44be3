import type { Context } from '@/domain/event-sourcing/aggregate'
import { isCurrent, successorOf } from '@/domain/money/money'
import { printable } from '@/domain/text/printable'
import { unreachable } from '@/domain/unreachable'
import type { Account, BankAccount } from './bank-account'
import type { Command, CreateAccount, Deposit, Withdraw } from './commands'
import { decideCustomer, decideName, decideReference, decideSecondCustomer } from './customers'
import type { AccountCreated } from './events'
import type { Facts } from './facts'
import { decideCapture, decideHold, decideHoldEnd } from './holds'
import { decideLimits, decideOverdraftLimit } from './limits'
import { decisionOf, movementOn } from './movements'
import type { Refusal } from './refusal'
import {
  type AccountDecision,
  accept,
  amountOf,
  BALANCE_LIMIT,
  beyondLimit,
  isRefusal,
  NOTE,
  ownerOf,
  REFERENCE,
  refuse,
  textOf,
} from './rules'
import { decideClosing, decideFreeze, decideUnfreeze } from './standing'

/** Decides a command on an account. Pure and total. */
export function decide(
  command: Command,
  state: BankAccount,
  context: Context<Facts>,
): AccountDecision {
  if (command.type === 'CreateAccount') return decideCreation(context.id, command, state)
  const account = openIn(state)
  return isRefusal(account) ? refuse(account) : decideOpen(command, account, context)
}

/** The account of a command that needs an open one; or why there is none. */
export function openIn(state: BankAccount): Account | Refusal {
  if (state.status === 'none') return { type: 'AccountNotFound', field: null }
  return state.status === 'closed' ? { type: 'AccountClosed', field: null } : state
}

function decideOpen(
  command: Exclude<Command, CreateAccount>,
  account: Account,
  context: Context<Facts>,
): AccountDecision {
  switch (command.type) {
    case 'Deposit':
    case 'Withdraw':
      return decideMovement(command, account, context)
    case 'SetOverdraftLimit':
      return decideOverdraftLimit(command, account, context)
    case 'SetLimits':
      return decideLimits(command, account, context)
    case 'PlaceHold':
      return decideHold(command, account, context)
    case 'CaptureHold':
      return decideCapture(command, account, context)
    case 'ReleaseHold':
    case 'ExpireHold':
      return decideHoldEnd(command, account, context)
    case 'FreezeAccount':
      return decideFreeze(command, account)
    case 'UnfreezeAccount':
      return decideUnfreeze(account)
    case 'CloseAccount':
      return decideClosing(account, context)
    case 'RenameAccount':
      return decideName(command, account)
    case 'SetReference':
      return decideReference(command, account)
    case 'AssignCustomer':
      return decideCustomer(command, account)
    case 'AssignSecondCustomer':
      return decideSecondCustomer(command, account)
    case 'Transfer':
    case 'ReverseEntry':
      throw new Error(`${command.type} is decided over several accounts, by its operation`)
    default:
      return unreachable(command)
  }
}

function decideCreation(
  accountId: string,
  command: CreateAccount,
  state: BankAccount,
): AccountDecision {
  const { currency, customerId } = command
  if (state.status !== 'none') return refuse({ type: 'AccountAlreadyExists', field: null })
  const owner = ownerOf(command.owner)
  if (typeof owner !== 'string') return refuse(owner)
  const reference = textOf(REFERENCE, command.reference)
  if (isRefusal(reference)) return refuse(reference)
  const successor = successorOf(currency)
  if (successor)
    return refuse({ type: 'CurrencyWithdrawn', field: 'currency', currency, successor })
  if (!isCurrent(currency)) {
    return refuse({ type: 'UnknownCurrency', field: 'currency', currency: printable(currency, 20) })
  }
  const openingBalance = amountOf(command.openingBalance, currency, 'openingBalance')
  if (typeof openingBalance !== 'bigint') return refuse(openingBalance)
  if (openingBalance < 0n) return refuse({ type: 'AmountNotPositive', field: 'openingBalance' })
  if (openingBalance > BALANCE_LIMIT) return refuse(beyondLimit('openingBalance', currency))
  const named = { owner, reference: reference.text }
  return accept(open({ accountId, ...named, currency, openingBalance, customerId }))
}

/** The event for an account that already exists, such as one of an import. */
export function open(account: Omit<AccountCreated, 'type'>): AccountCreated {
  return { type: 'AccountCreated', ...account }
}

function decideMovement(
  { type, amount, note, occurredAt, counter }: Deposit | Withdraw,
  account: Account,
  context: Context<Facts>,
): AccountDecision {
  const moved = movementOn(
    account,
    {
      direction: type === 'Deposit' ? 'in' : 'out',
      amount,
      note,
      noteRule: NOTE,
      occurredAt,
      ...(counter && { details: { counter } }),
      isLimited: counter === undefined,
    },
    context,
  )
  return decisionOf(moved)
}
