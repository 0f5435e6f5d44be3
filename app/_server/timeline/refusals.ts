import 'server-only'
import type { RefusalJson } from '@/app/_wire/types'
import type { RefusedCommand } from '@/db/append/refusals'
import { registry } from '@/db/codecs/registry'
import type { TimelineFilter } from '@/db/timeline/timeline-filter'
import type { Intent } from '@/domain/event-sourcing/aggregate'
import { isDecimal, isMore } from '@/domain/money/money'
import { folded } from '@/domain/text/folded'

/** The most refused commands that one request scans. */
export const REFUSALS_SCAN_MAX = 1_000

/** A refused command as JSON; `currency` is that of its stream, if known. */
export function refusalJson(refused: RefusedCommand, currency: string | null): RefusalJson {
  const { commandId, aggregateType, aggregateId, at, actor, command, refusal } = refused
  const intent = intentOf(refused)
  return {
    refused: refusal.type,
    sentence: registry.aggregateOf(aggregateType).sentenceFor(refusal),
    commandId,
    aggregateType,
    accountId: aggregateId,
    command: command.type,
    direction: intent?.direction ?? null,
    amount: intent?.amount ?? null,
    currency: currencyOf(refused, intent, currency),
    note: intent?.note ?? null,
    at: at.toISOString(),
    actor,
  }
}

/**
 * Whether a refused command matches a filter, judged as the event it would have become. The query
 * filters by the clocks.
 */
export function isInTimeline(
  refused: RefusedCommand,
  filter: TimelineFilter,
  streamCurrency: string | null,
): boolean {
  const { actor } = refused
  const { type, direction, min, max, currency, hour, actorId, actorName, note } = filter
  const intent = intentOf(refused)
  const amount = intent?.amount ?? ''
  const isAmount = isDecimal(amount) && !amount.startsWith('-')
  return [
    // It has no correlation, and what did not happen was not late and is not in the books.
    filter.correlationId === undefined && filter.late === undefined && filter.ledger === undefined,
    !filter.withoutTypes?.includes(refused.aggregateType),
    hour === undefined || refused.at.getUTCHours() === hour,
    type === undefined || intent?.event === type,
    direction === undefined || intent?.direction === direction,
    min === undefined || (isAmount && !isMore(min, amount)),
    max === undefined || (isAmount && !isMore(amount, max)),
    currency === undefined || currencyOf(refused, intent, streamCurrency) === currency,
    actorId === undefined || actor.id === actorId,
    actorName === undefined || has(actor.name, actorName),
    note === undefined || has(intent?.note ?? null, note),
  ].every(Boolean)
}

function intentOf({ aggregateType, command }: RefusedCommand): Intent | null {
  return registry.aggregateOf(aggregateType).intentOf?.(command) ?? null
}

function currencyOf(
  { refusal }: RefusedCommand,
  intent: Intent | null,
  known: string | null,
): string | null {
  const named = typeof refusal.currency === 'string' ? refusal.currency : null
  return intent?.currency ?? known ?? named
}

function has(text: string | null, part: string): boolean {
  return folded(text ?? '').includes(folded(part))
}
