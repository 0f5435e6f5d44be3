import { BALANCE_LIMIT, type BankAccountEvent, move } from '@/domain/bank-account'
import { formatAmount, groupAmount } from '@/domain/money'
import type { Append, CommandEnvelope, CommandRecord, RecordedEvent, Stream } from '@/domain/ports'
import { advance, emptyStream, recordNext, SNAPSHOT_INTERVAL } from '@/domain/stream'
import { hasFingerprint, newEventId } from '../ids'
import type { Fault } from './row-rules'
import type { StagedRow } from './staging'
import { CURRENCY, instantOf, openingIdOf, ownerOf } from './statement'

/** What the book holds of the rows of a page when it is decided. */
export type Book = {
  readonly streams: ReadonlyMap<string, Stream>
  /** The rows that were recorded before, by command id. */
  readonly known: ReadonlyMap<
    string,
    { readonly fingerprint: Buffer; readonly occurredAt: Date | null }
  >
  readonly actor: CommandEnvelope['actor']
  readonly now: Date
}

/** What became of the rows of a page. */
export type Recorded = {
  readonly added: number
  /** Rows that were recorded before, the same to the last detail. */
  readonly known: number
  readonly accountsOpened: number
  /** Rows that the book holds differently, or cannot take. */
  readonly conflicts: readonly Fault[]
}

/** Decides what there is to append for rows that stand account by account, in their order. */
export function decidePage(
  rows: readonly StagedRow[],
  book: Book,
): { readonly batch: Append; readonly recorded: Recorded } {
  const drafts = new Map<string, Draft>()
  const records: CommandRecord[] = []
  const conflicts: Fault[] = []
  let known = 0
  let added = 0

  for (const row of rows) {
    const envelope = movementOf(row, book.actor)
    const there = book.known.get(row.commandId)
    const draft = drafts.get(row.accountId) ?? draftOf(book.streams.get(row.accountId), row)
    const at = instantOf(row.day)
    const fault = there ? faultInKnown(row, at, envelope, there) : faultInNew(row, at, draft.stream)
    if (fault) {
      conflicts.push(fault)
    } else if (there) {
      known += 1
    } else {
      drafts.set(row.accountId, draft)
      if (draft.stream.version === 0) {
        records.push(write(draft, creationOf(row, book.actor), createdBy(row), at, book.now))
      }
      records.push(write(draft, envelope, movedBy(row, draft.stream), at, book.now))
      added += 1
    }
  }
  const streams = [...drafts.values()]
  const accountsOpened = streams.filter(({ expectedVersion }) => expectedVersion === 0).length
  return {
    batch: { streams, records, unchanged: [] },
    recorded: { added, known, accountsOpened, conflicts },
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

function creationOf(row: StagedRow, actor: CommandEnvelope['actor']): CommandEnvelope {
  const { type: _, accountId, openingBalance, ...asked } = createdBy(row)
  return {
    commandId: openingIdOf(row.reference),
    accountId,
    actor,
    correlationId: null,
    command: {
      type: 'CreateAccount',
      ...asked,
      openingBalance: formatAmount(openingBalance, asked.currency),
    },
  }
}

function createdBy({ accountId, reference }: StagedRow) {
  return {
    type: 'AccountCreated',
    accountId,
    owner: ownerOf(reference),
    currency: CURRENCY,
    openingBalance: 0n,
    reference,
    customerId: null,
  } as const
}

function movementOf(row: StagedRow, actor: CommandEnvelope['actor']): CommandEnvelope {
  const { commandId, accountId, note } = row
  const type = row.type === 'MoneyDeposited' ? 'Deposit' : 'Withdraw'
  const amount = formatAmount(row.amount, CURRENCY)
  return { commandId, accountId, actor, correlationId: null, command: { type, amount, note } }
}

function movedBy({ type, amount, note }: StagedRow, { state }: Stream): BankAccountEvent {
  if (state.status !== 'open') throw new Error('The account is not open')
  return move(state, type, amount, note)
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
  const sentence = `transaction ${transactionId} is in the book already, with another content`
  return { line, column: 'transaction_id', sentence }
}

const DAY_MS = 86_400_000

function faultInNew(row: StagedRow, at: Date, { state, openedAt }: Stream): Fault | null {
  const { line, day, reference } = row
  if (state.status === 'none') return null
  if (openedAt && at.getTime() + DAY_MS <= openedAt.getTime()) {
    const opened = openedAt.toISOString().slice(0, 10)
    const sentence = `account ${reference} begins here on ${opened}; ${day} is before that`
    return { line, column: 'date', sentence }
  }
  const { balance } = move(state, row.type, row.amount, row.note)
  if (balance <= BALANCE_LIMIT && balance >= -BALANCE_LIMIT) return null
  const limit = groupAmount(formatAmount(BALANCE_LIMIT, CURRENCY))
  const sentence = `this takes account ${reference} beyond ${limit}, which no balance may pass`
  return { line, column: 'amount', sentence }
}
