import { lineOf } from '@/app/_ui/event-words'
import { streamOf } from '@/app/_wire/stream-path'
import type { RefusalJson, TimelineItem } from '@/app/_wire/types'
import type { StreamRef } from '@/domain/event-sourcing/operation'

/** A line of a timeline, of any kind. Amounts are decimal texts. */
export type TimelineLine = {
  /** Unique in the whole bank. */
  readonly key: string
  readonly stream: StreamRef
  /** The event's number; null for a refused command. */
  readonly version: number | null
  /** When it occurred or was refused; null while it is being recorded. */
  readonly at: string | null
  /** When it was recorded, if that was late. */
  readonly recordedLateAt: string | null
  readonly word: string
  /** The note, or the reason of the refusal. */
  readonly detail: string | null
  readonly by: string
  /** With its sign; null when the requested amount is invalid. */
  readonly delta: string | null
  readonly balance: string | null
  readonly currency: string | null
  readonly refused: boolean
}

export function timelineLineOf(item: TimelineItem): TimelineLine {
  if ('refused' in item) return refusedLine(item)
  const { word, note, by, delta, balance } = lineOf(item)
  return {
    key: keyOf(item),
    stream: streamOf(item),
    version: item.version,
    at: item.occurredAt,
    recordedLateAt: item.late ? item.createdAt : null,
    word,
    detail: note,
    by,
    delta,
    balance,
    currency: item.money?.currency ?? null,
    refused: false,
  }
}

/** A line's unique key. */
export function keyOf(item: TimelineItem): string {
  return 'refused' in item ? item.commandId : `${item.accountId}.${item.version}`
}

const REFUSED_WORDS: ReadonlyMap<string, string> = new Map([
  ['CreateAccount', 'Opening refused'],
  ['Deposit', 'Deposit refused'],
  ['Withdraw', 'Withdrawal refused'],
])

function refusedLine(item: RefusalJson): TimelineLine {
  const { amount, command, direction, sentence, note } = item
  return {
    key: keyOf(item),
    stream: streamOf(item),
    version: null,
    at: item.at,
    recordedLateAt: null,
    word: REFUSED_WORDS.get(command) ?? `${command} refused`,
    detail: note === null ? sentence : `${sentence} Note: ${note}`,
    by: item.actor.name,
    delta: isAmount(amount) ? `${direction === 'out' ? '-' : ''}${amount}` : null,
    balance: null,
    currency: item.currency,
    refused: true,
  }
}

function isAmount(amount: string | null): amount is string {
  return amount !== null && /^\d{1,20}(\.\d{1,4})?$/.test(amount)
}
