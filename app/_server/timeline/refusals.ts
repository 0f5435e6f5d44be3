import 'server-only'
import type { RefusalJson } from '@/app/_wire/types'
import type { RefusedCommand } from '@/db/append/refusals'
import type { TimelineFilter } from '@/db/timeline/timeline-filter'
import type { Command } from '@/domain/bank-account/bank-account'
import { sentenceFor } from '@/domain/bank-account/refusal'
import { isDecimal, isMore } from '@/domain/money/money'

/** How many refused commands one request looks through. */
export const REFUSALS_SCAN_MAX = 1_000

/** A refused command as JSON; `currency` is that of its account, when it is known. */
export function refusalJson(refused: RefusedCommand, currency: string | null): RefusalJson {
  const { commandId, aggregateId, at, actor, command, refusal } = refused
  return {
    refused: refusal.type,
    sentence: sentenceFor(refusal),
    commandId,
    accountId: aggregateId,
    command: command.type,
    amount: amountOf(command),
    currency: currencyOf(refused, currency),
    note: command.type === 'CreateAccount' ? null : command.note,
    at: at.toISOString(),
    actor,
  }
}

/**
 * Whether a refused command stands in a timeline with this filter: as the event that it would have
 * become does. The clocks are left to the query.
 */
export function isInTimeline(
  refused: RefusedCommand,
  filter: TimelineFilter,
  accountCurrency: string | null,
): boolean {
  const { command, actor } = refused
  const { type, direction, min, max, currency, hour, actorId, actorName, note } = filter
  const amount = amountOf(command)
  const isAmount = isDecimal(amount) && !amount.startsWith('-')
  const noted = command.type === 'CreateAccount' ? null : command.note
  return [
    // It belongs to no correlation, and what did not happen was not late.
    filter.correlationId === undefined && filter.late === undefined,
    hour === undefined || refused.at.getUTCHours() === hour,
    type === undefined || EVENT_OF[command.type] === type,
    direction === undefined || DIRECTION_OF[command.type] === direction,
    min === undefined || (isAmount && !isMore(min, amount)),
    max === undefined || (isAmount && !isMore(amount, max)),
    currency === undefined || currencyOf(refused, accountCurrency) === currency,
    actorId === undefined || actor.id === actorId,
    actorName === undefined || has(actor.name, actorName),
    note === undefined || has(noted, note),
  ].every(Boolean)
}

const EVENT_OF: Readonly<Record<Command['type'], string>> = {
  CreateAccount: 'AccountCreated',
  Deposit: 'MoneyDeposited',
  Withdraw: 'MoneyWithdrawn',
}

const DIRECTION_OF: Readonly<Record<Command['type'], 'in' | 'out'>> = {
  CreateAccount: 'in',
  Deposit: 'in',
  Withdraw: 'out',
}

function amountOf(command: Command): string {
  return command.type === 'CreateAccount' ? command.openingBalance : command.amount
}

function currencyOf({ command, refusal }: RefusedCommand, known: string | null): string | null {
  if (command.type === 'CreateAccount') return command.currency
  return known ?? ('currency' in refusal ? refusal.currency : null)
}

function has(text: string | null, part: string): boolean {
  return (text ?? '').toLowerCase().includes(part.toLowerCase())
}
