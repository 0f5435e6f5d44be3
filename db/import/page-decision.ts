import { accountStream } from '@/domain/bank-account/account-stream'
import { accountOf, bankAccount } from '@/domain/bank-account/bank-account'
import type { Command } from '@/domain/bank-account/commands'
import { open } from '@/domain/bank-account/decisions'
import { move } from '@/domain/bank-account/movements'
import { BALANCE_LIMIT } from '@/domain/bank-account/rules'
import type { Named } from '@/domain/event-sourcing/aggregate'
import { addEvent, type Draft, draftOn } from '@/domain/event-sourcing/draft'
import type { CommandEnvelope, CommandRecord, Stream, Unit } from '@/domain/event-sourcing/ports'
import type { Circumstances } from '@/domain/event-sourcing/stream'
import { formatAmount, groupAmount } from '@/domain/money/money'
import { cleanText } from '@/domain/text/clean'
import { hasFingerprint, newEventId } from '../ids'
import { beyondLimit } from './book-check'
import type { Fault } from './row-rules'
import type { StagedRow } from './staging'
import { type Book, instantOf, openingIdOf, ownerOf, referenceOf } from './statement'

/** A row that was recorded before, with the day of its event. */
type Known = { readonly fingerprint: Buffer; readonly day: string | null }

/** What exists here of a page's rows when the page is decided. */
export type Held = {
  readonly book: Book
  readonly streams: ReadonlyMap<string, Stream>
  /** The rows that were recorded before, by command id. */
  readonly known: ReadonlyMap<string, Known>
  /** This bank's own postings to accounts of the page, in minor units. */
  readonly byOthers: ReadonlyMap<string, bigint>
  readonly actor: CommandEnvelope['actor']
  readonly now: Date
}

/** The outcome of a page. */
export type Recorded = {
  readonly added: number
  /** Rows that were recorded before, with the same value in every column. */
  readonly known: number
  readonly accountsOpened: number
  /** For each account that has changed since it was checked, its first row that doesn't follow. */
  readonly conflicts: readonly Fault[]
}

/** Decides the events and answers for rows, which are ordered by account. */
export function decidePage(
  rows: readonly StagedRow[],
  held: Held,
): { readonly batch: Unit; readonly recorded: Recorded } {
  const drafts = new Map<string, Draft>()
  const records: CommandRecord[] = []
  const conflicts = new Map<string, Fault>()
  let known = 0
  let added = 0

  for (const row of rows) {
    const { accountId } = row
    // Rows after a conflict would not follow.
    if (conflicts.has(accountId)) continue
    const envelope = movementOf(row, held)
    const there = held.known.get(row.commandId)
    const draft =
      drafts.get(accountId) ?? draftOn(bankAccount, accountId, held.streams.get(accountId))
    const at = instantOf(row.day, held.now)
    const fault = there
      ? faultInKnown(row, envelope, there)
      : faultInNew(row, at, draft.stream, held)
    if (fault) {
      conflicts.set(accountId, fault)
    } else if (there) {
      known += 1
    } else {
      drafts.set(accountId, draft)
      const when = { occurredAt: at, occurredOn: row.day, now: held.now }
      if (draft.stream.version === 0) {
        records.push(write(draft, creationOf(row, held), createdBy(row, held), when))
      }
      records.push(write(draft, envelope, movedBy(row, draft.stream), when))
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

/** Adds an event to a draft. @returns the record of the command that it answers */
function write(
  draft: Draft,
  envelope: CommandEnvelope,
  event: Named,
  when: Required<Pick<Circumstances, 'occurredAt' | 'occurredOn' | 'now'>>,
): CommandRecord {
  const { actor, commandId, correlationId } = envelope
  const origin = { eventId: newEventId(), actor, commandId, correlationId, ...when }
  const recorded = addEvent(draft, bankAccount, event, origin)
  const changes = [{ stream: draft.stream, events: [recorded] }] as const
  return { envelope, recordedAt: when.now, answer: { outcome: 'accepted', changes } }
}

function creationOf(row: StagedRow, held: Held): CommandEnvelope<Command> {
  const { type: _, accountId, openingBalance, ...asked } = createdBy(row, held)
  return {
    commandId: openingIdOf(held.book.source, row.account),
    stream: accountStream(accountId),
    actor: held.actor,
    correlationId: null,
    command: {
      type: 'CreateAccount',
      ...asked,
      openingBalance: formatAmount(openingBalance, asked.currency),
    },
  }
}

/** The balance before the first row, which the check has found to be zero or given by an option. */
function createdBy({ accountId, account, change, balanceAfter }: StagedRow, { book }: Held) {
  return open({
    accountId,
    owner: cleanText('name', ownerOf(book.source, account)),
    currency: book.currency,
    openingBalance: balanceAfter - change,
    reference: cleanText('name', referenceOf(book.source, account)),
    customerId: null,
  })
}

function movementOf(row: StagedRow, { actor, book }: Held): CommandEnvelope<Command> {
  const { commandId, accountId, note, change } = row
  const amount = formatAmount(change < 0n ? -change : change, book.currency)
  return {
    commandId,
    stream: accountStream(accountId),
    actor,
    correlationId: null,
    command: { type: change < 0n ? 'Withdraw' : 'Deposit', amount, note },
  }
}

function movedBy({ change, note }: StagedRow, stream: Stream): Named {
  const account = accountOf(stream)
  if (!account) throw new Error('The account is not open')
  // The command keeps the note as the file has it, so that the same row is known again.
  return move(account, change, note && cleanText('note', note))
}

function faultInKnown(
  { line, transactionId, day }: StagedRow,
  envelope: CommandEnvelope,
  there: Known,
): Fault | null {
  if (hasFingerprint(envelope, there.fingerprint) && there.day === day) return null
  const sentence = `transaction ${transactionId} was already imported with different values`
  return { line, column: 'transaction_id', sentence }
}

/** Repeats the check for accounts that may have changed since. */
function faultInNew(
  row: StagedRow,
  at: Date,
  stream: Stream,
  { book, byOthers }: Held,
): Fault | null {
  const { line, day, account, accountId, change, balanceAfter } = row
  const { startedAt: openedAt } = stream
  const state = accountOf(stream)
  if (!state) return null
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
