import { amountText } from '@/app/_ui/amount'
import { headlineOf, lineOf } from '@/app/_ui/event-words'
import { streamOf } from '@/app/_wire/stream-path'
import type { RefusalJson, TimelineItem } from '@/app/_wire/types'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { isZero } from '@/domain/money/money'

/** A line of a timeline, of any kind. Amounts are decimal texts. */
export type TimelineLine = {
  /** Unique in the whole bank. */
  readonly key: string
  readonly stream: StreamRef
  /** The event's number; null for a refused command. */
  readonly version: number | null
  /** The command that was refused; null for an event. */
  readonly attempt: string | null
  /** When it occurred or was refused; null while it is being recorded. */
  readonly at: string | null
  /** The date of what came without a time of day. */
  readonly on: string | null
  /** When it was recorded, if that was late. */
  readonly recordedLateAt: string | null
  /** Who or what comes first, and what else there is to say, in parts. */
  readonly title: string
  readonly rest: readonly string[]
  readonly word: string
  /** The entry that it reverses, and the one that reversed it. */
  readonly reverses: number | null
  readonly reversedBy: number | null
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
  const { word, detail, reverses, by, delta, balance } = lineOf(item)
  return {
    key: keyOf(item),
    stream: streamOf(item),
    version: item.version,
    attempt: null,
    at: item.occurredAt,
    on: item.occurredOn ?? null,
    recordedLateAt: item.late ? item.createdAt : null,
    ...headlineOf(item),
    word,
    reverses,
    reversedBy: item.ties?.reversedBy ?? null,
    detail,
    by,
    delta,
    balance,
    currency: item.money?.currency ?? null,
    refused: false,
  }
}

/** Whether money came in, which has a colour beside its sign. */
export function isCredit({ delta, refused }: Pick<TimelineLine, 'delta' | 'refused'>): boolean {
  return delta !== null && !refused && !delta.startsWith('-') && !isZero(delta)
}

/** A line's unique key. */
export function keyOf(item: TimelineItem): string {
  return 'refused' in item ? item.commandId : `${item.accountId}.${item.version}`
}

const COMMAND_WORDS: ReadonlyMap<string, string> = new Map([
  ['CreateAccount', 'Opening'],
  ['Deposit', 'Deposit'],
  ['Withdraw', 'Withdrawal'],
  ['Transfer', 'Transfer'],
  ['ReverseEntry', 'Reversal'],
  ['SetOverdraftLimit', 'Overdraft limit'],
  ['SetLimits', 'Limits'],
  ['PlaceHold', 'Hold'],
  ['CaptureHold', 'Capture'],
  ['ReleaseHold', 'Release of a hold'],
  ['ExpireHold', 'Expiry of a hold'],
  ['FreezeAccount', 'Freeze'],
  ['UnfreezeAccount', 'Unfreeze'],
  ['CloseAccount', 'Closing'],
  ['RenameAccount', 'New name'],
  ['SetReference', 'Reference'],
  ['AssignCustomer', 'Customer'],
  ['AssignSecondCustomer', 'Second customer'],
])

/** A refused command in words: `Withdrawal refused`. */
export function refusedWord(command: string): string {
  return `${COMMAND_WORDS.get(command) ?? command} refused`
}

function refusedLine(item: RefusalJson): TimelineLine {
  const { amount, command, direction, sentence, note, currency } = item
  const asked = isAmount(amount) ? amount : null
  // Only money that would have moved is a change of the balance.
  const held = asked !== null && direction === null ? amountText(asked, currency ?? '') : null
  const told = [held && `${held.trim()} requested.`, sentence, note && `Note: ${note}`]
  const rest = told.filter((part): part is string => typeof part === 'string' && part !== '')
  const word = refusedWord(command)
  return {
    key: keyOf(item),
    stream: streamOf(item),
    version: null,
    attempt: item.commandId,
    at: item.at,
    on: null,
    recordedLateAt: null,
    title: word,
    rest,
    word,
    reverses: null,
    reversedBy: null,
    detail: rest.join(' '),
    by: item.actor.name,
    delta: asked && direction && `${direction === 'out' ? '-' : ''}${asked}`,
    balance: null,
    currency,
    refused: true,
  }
}

function isAmount(amount: string | null): amount is string {
  return amount !== null && /^\d{1,20}(\.\d{1,4})?$/.test(amount)
}
