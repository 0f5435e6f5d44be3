import { ACCOUNT_TYPE } from '@/domain/bank-account/account-stream'
import type { Command, Transfer } from '@/domain/bank-account/commands'
import { decide, openIn } from '@/domain/bank-account/decisions'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { asksOf, asksOfReversal } from '@/domain/bank-account/facts'
import { decisionOf } from '@/domain/bank-account/movements'
import { reverseOn } from '@/domain/bank-account/reversal'
import { type AccountDecision, isRefusal, reasonOf, refuse } from '@/domain/bank-account/rules'
import { payIn, payOut, transferOf } from '@/domain/bank-account/transfer'
import type { Asked } from './command-of'
import { factsOf, type History } from './history'

/**
 * Decides a command on a history, at its own time. Of a command over two accounts the side of this
 * one is decided; the other account is taken to have said yes.
 * @param event the one that the command led to, which says what the other account was
 */
export function decideAgain(
  { command, now }: Asked,
  event: BankAccountEvent | null,
  history: History,
): AccountDecision {
  const { state, startedAt } = history
  const ask = askOf(command)
  const id = state.status === 'none' ? '' : state.accountId
  const context = { id, now, startedAt, facts: ask && factsOf(history, ask, now) }
  if (command.type === 'Transfer') return decideSide(command, event, history, context)
  if (command.type !== 'ReverseEntry') return decide(command, state, context)
  const reason = reasonOf(command.reason)
  if (typeof reason !== 'string') return refuse(reason)
  const view = { ...context, type: ACCOUNT_TYPE, state }
  return decisionOf(reverseOn(view, command, reason, true))
}

function askOf(command: Command) {
  return command.type === 'ReverseEntry'
    ? asksOfReversal(command.version, command)
    : asksOf(command)
}

function decideSide(
  command: Transfer,
  event: BankAccountEvent | null,
  { state }: History,
  context: Parameters<typeof payOut>[3],
): AccountDecision {
  const account = openIn(state)
  if (isRefusal(account)) return refuse(account)
  const other = event && transferOf(event)
  if (!other)
    throw new Error('A transfer is decided again by what its event says of the other side')
  const { currency } = account
  return decisionOf(
    event.type === 'MoneyWithdrawn'
      ? payOut(command, account, { ...other, currency }, context)
      : payIn(command, other, account, context),
  )
}
