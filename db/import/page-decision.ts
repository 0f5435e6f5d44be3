import { BALANCE_LIMIT, type BankAccountEvent, move } from '@/domain/bank-account/bank-account'
import type {
  Append,
  CommandEnvelope,
  CommandRecord,
  RecordedEvent,
  Stream,
} from '@/domain/event-sourcing/ports'
import { advance, emptyStream, recordNext, SNAPSHOT_INTERVAL } from '@/domain/event-sourcing/stream'
import { formatAmount, groupAmount } from '@/domain/money/money'
import { hasFingerprint, newEventId } from '../ids'
import { beyondLimit } from './book-check'
import type { Fault } from './row-rules'
import type { StagedRow } from './staging'
import { type Book, instantOf, openingIdOf, ownerOf, referenceOf } from './statement'

/** What is here of the rows of a page when it is decided. */
export type Held = {
  readonly book: Book
  readonly streams: ReadonlyMap<string, Stream>
  /** The rows that were recorded before, by command id. */
  readonly known: ReadonlyMap<
    string,
    { readonly fingerprint: Buffer; readonly occurredAt: Date | null }
  >
  /** What this bank posted to accounts of the page, where it did, in minor units. */
  readonly byOthers: ReadonlyMap<string, bigint>
  readonly actor: CommandEnvelope['actor']
  readonly now: Date
}

/** What became of the rows of a page. */
export type Recorded = {
  readonly added: number
  /** Rows that were recorded before, the same to the last detail. */
  readonly known: number
  readonly accountsOpened: number
  /** Of each account that has changed since it was checked, the first row that it can't take. */
  readonly conflicts: readonly Fault[]
}

/** Decides what there is to append for rows that stand account by account, in their order. */
export function decidePage(
  rows: readonly StagedRow[],
  held: Held,
): { readonly batch: Append; readonly recorded: Recorded } {
  const drafts = new Map<string, Draft>()
  const records: CommandRecord[] = []
  const conflicts = new Map<string, Fault>()
  let known = 0
  let added = 0

  for (const row of rows) {
    const { accountId } = row
    // What comes after such a row would not follow.
    if (conflicts.has(accountId)) continue
    const envelope = movementOf(row, held)
    const there = held.known.get(row.commandId)
    const draft = drafts.get(accountId) ?? draftOf(held.streams.get(accountId), row)
    const at = instantOf(row.day)
    const fault = there
      ? faultInKnown(row, at, envelope, there)
      : faultInNew(row, at, draft.stream, held)
    if (fault) {
      conflicts.set(accountId, fault)
    } else if (there) {
      known += 1
    } else {
      drafts.set(accountId, draft)
      if (draft.stream.version === 0) {
        records.push(write(draft, creationOf(row, held), createdBy(row, held), at, held.now))
      }
      records.push(write(draft, envelope, movedBy(row, draft.stream), at, held.now))
      added += 1
    }
  }
  const streams = [...drafts.values()]
  const accountsOpened = streams.filter(({ expectedVersion }) => expectedVersion === 0).length
  return {
    batch: { streams, records, unchanged: [] },
    recorded: { added, known, accountsOpened, conflicts: [...conflicts.values()] },
  }
}

type Draft = {
  readonly expectedVersion: number
  readonly events: RecordedEvent[]
  readonly snapshots: Stream[]
  stream: Stream
}

function draftOf(stored: Stream | undefined, { accountId }: StagedRow): Draft {
  const stream = stored ?? emptyStream(accountId)
  return { expectedVersion: stream.version, events: [], snapshots: [], stream }
}

/** Puts an event at the end of a draft. @returns the record of the command that it answers. */
function write(
  draft: Draft,
  envelope: CommandEnvelope,
  event: BankAccountEvent,
  occurredAt: Date,
  now: Date,
): CommandRecord {
  const { actor, commandId, correlationId } = envelope
  const recorded = recordNext(draft.stream, event, {
    eventId: newEventId(),
    actor,
    commandId,
    correlationId,
    now,
    occurredAt,
  })
  draft.stream = advance(draft.stream, recorded)
  draft.events.push(recorded)
  if (recorded.version % SNAPSHOT_INTERVAL === 0) draft.snapshots.push(draft.stream)
  const { version, state: account, openedAt } = draft.stream
  if (account.status !== 'open' || openedAt === null) throw new Error('The account is not open')
  const events = [recorded]
  const answer = { outcome: 'accepted', version, account, openedAt, events } as const
  return { envelope, recordedAt: now, answer }
}

function creationOf(row: StagedRow, held: Held): CommandEnvelope {
  const { type: _, accountId, openingBalance, ...asked } = createdBy(row, held)
  return {
    commandId: openingIdOf(held.book.source, row.account),
    accountId,
    actor: held.actor,
    correlationId: null,
    command: {
      type: 'CreateAccount',
      ...asked,
      openingBalance: formatAmount(openingBalance, asked.currency),
    },
  }
}

/** It opens with the balance before its first row, which the check has found to be said or zero. */
function createdBy({ accountId, account, change, balanceAfter }: StagedRow, { book }: Held) {
  return {
    type: 'AccountCreated',
    accountId,
    owner: ownerOf(book.source, account),
    currency: book.currency,
    openingBalance: balanceAfter - change,
    reference: referenceOf(book.source, account),
    customerId: null,
  } as const
}

function movementOf(row: StagedRow, { actor, book }: Held): CommandEnvelope {
  const { commandId, accountId, note } = row
  const { type, amount: minor } = moneyOf(row)
  const amount = formatAmount(minor, book.currency)
  return {
    commandId,
    accountId,
    actor,
    correlationId: null,
    command: { type: type === 'MoneyDeposited' ? 'Deposit' : 'Withdraw', amount, note },
  }
}

function movedBy(row: StagedRow, { state }: Stream): BankAccountEvent {
  if (state.status !== 'open') throw new Error('The account is not open')
  const { type, amount } = moneyOf(row)
  return move(state, type, amount, row.note)
}

function moneyOf({ change }: StagedRow) {
  return change < 0n
    ? ({ type: 'MoneyWithdrawn', amount: -change } as const)
    : ({ type: 'MoneyDeposited', amount: change } as const)
}

function faultInKnown(
  { line, transactionId }: StagedRow,
  at: Date,
  envelope: CommandEnvelope,
  there: { readonly fingerprint: Buffer; readonly occurredAt: Date | null },
): Fault | null {
  const isSame =
    hasFingerprint(envelope, there.fingerprint) && there.occurredAt?.getTime() === at.getTime()
  if (isSame) return null
  const sentence = `transaction ${transactionId} was already imported with different values`
  return { line, column: 'transaction_id', sentence }
}

/** What the check has found before, on accounts that may have changed since. */
function faultInNew(
  row: StagedRow,
  at: Date,
  { state, openedAt }: Stream,
  { book, byOthers }: Held,
): Fault | null {
  const { line, day, account, accountId, change, balanceAfter } = row
  if (state.status === 'none') return null
  if (openedAt && at < openedAt) {
    const opened = openedAt.toISOString().slice(0, 10)
    const sentence = `expected ${opened} or later, when account ${account} was opened; found ${day}`
    return { line, column: 'date', sentence }
  }
  const money = (minor: bigint) => groupAmount(formatAmount(minor, book.currency))
  const standsAt = state.balance - (byOthers.get(accountId) ?? 0n)
  if (state.currency !== book.currency || standsAt !== balanceAfter - change) {
    const sentence =
      `expected a balance of ${money(balanceAfter - change)} on account ${account} before this ` +
      `row, as checked; found ${money(standsAt)}`
    return { line, column: 'balance_after', sentence }
  }
  const balance = state.balance + change
  if (balance <= BALANCE_LIMIT && balance >= -BALANCE_LIMIT) return null
  return { line, column: 'amount', sentence: beyondLimit(account, book) }
}
