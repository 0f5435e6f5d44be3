import type { Context } from '@/domain/event-sourcing/aggregate'
import type { Operation, StreamView } from '@/domain/event-sourcing/operation'
import { formatAmount } from '@/domain/money/money'
import type { BankAccount } from './bank-account'
import type { ReverseEntry } from './commands'
import { openIn } from './decisions'
import type { BankAccountEvent, MoneyDeposited, MoneyWithdrawn, MovementDetails } from './events'
import { asksOfReversal, type Entry, type Facts, instantOf } from './facts'
import { type Moved, movementOn } from './movements'
import type { Refusal } from './refusal'
import { isRefusal, onOtherSide, REASON, reasonOf } from './rules'
import { contextOf, transferOf } from './transfer'

/** Reverses an entry, and the other side of a transfer with it: both or neither. */
export const reversal: Operation<ReverseEntry, Refusal> = {
  streamsOf: (home, { other }) =>
    other ? [home, { type: home.type, id: other.accountId }] : [home],

  asks: (command, { id }) => asksOfReversal(versionOn(id, command), command),

  decide(command, views) {
    const [home] = views
    const reason = reasonOf(command.reason)
    if (typeof reason !== 'string') return { outcome: 'refused', refusal: reason }
    const events: { streamId: string; event: BankAccountEvent }[] = []
    let occurredAt: Date | null = null
    const isWhole = hasAllSides(views)
    for (const view of views) {
      const isHome = view === home
      const reversed = reverseOn(view, command, reason, isWhole)
      if (isRefusal(reversed)) {
        return { outcome: 'refused', refusal: isHome ? reversed : onOtherSide(reversed) }
      }
      events.push({ streamId: view.id, event: reversed.event })
      occurredAt = later(occurredAt, reversed.occurredAt)
    }
    return { outcome: 'accepted', events, ...(occurredAt && { occurredAt }) }
  },
}

function versionOn(streamId: string, { version, other }: ReverseEntry): number {
  return other?.accountId === streamId ? other.version : version
}

/** Whether the sides of the entry are there: two of one transfer, one of another movement. */
function hasAllSides(views: readonly StreamView[]): boolean {
  const [id, other] = views.map(view => {
    const entry = entryOf(contextOf(view))
    return (entry && transferOf(entry.event)?.id) ?? null
  })
  return id === null ? other === undefined : other === id
}

/** One side of a reversal; `isWhole`: whether all sides of the entry are there. */
export function reverseOn(
  view: Omit<StreamView, 'version'>,
  command: ReverseEntry,
  reason: string,
  isWhole: boolean,
): Moved | Refusal {
  const account = openIn(view.state as BankAccount)
  if (isRefusal(account)) return account
  const context = contextOf(view)
  const entry = entryOf(context)
  if (!entry) return { type: 'EntryNotFound', field: 'version' }
  const { event, reversedBy } = entry
  if (!isMovement(event) || event.reverses !== undefined) {
    return { type: 'NotReversible', field: 'version' }
  }
  // Its other side was not looked up, because the entry was not there then.
  if (!isWhole) return { type: 'EntryNotFound', field: 'version' }
  if (reversedBy !== null) return { type: 'AlreadyReversed', field: 'version', by: reversedBy }
  const early = tooEarly(command, entry)
  if (early) return early
  const moved = movementOn(
    account,
    {
      direction: event.type === 'MoneyDeposited' ? 'out' : 'in',
      amount: formatAmount(event.amount, event.currency),
      note: reason,
      noteRule: REASON,
      occurredAt: command.occurredAt,
      details: { reverses: versionOn(view.id, command), ...booksOf(event) },
      mayOverdraw: command.allowOverdrawing,
    },
    context,
  )
  if (isRefusal(moved) || entry.occurredAt <= context.now) return moved
  // The clock that recorded the entry was ahead of this one.
  return { ...moved, occurredAt: entry.occurredAt }
}

function later(one: Date | null, other: Date | null): Date | null {
  return one && other && one > other ? one : (other ?? one)
}

function isMovement(event: BankAccountEvent): event is MoneyDeposited | MoneyWithdrawn {
  return event.type === 'MoneyDeposited' || event.type === 'MoneyWithdrawn'
}

/** Interest and fees go back where they came from; what was cash becomes a correction. */
function booksOf({ transfer, counter }: MovementDetails): MovementDetails {
  return transfer ? { transfer } : { counter: counter ?? 'corrections' }
}

function entryOf({ facts }: Context<Facts>): Entry | null {
  return facts?.entry ?? null
}

function tooEarly({ occurredAt }: ReverseEntry, entry: Entry): Refusal | null {
  const moment = occurredAt === undefined ? null : instantOf(occurredAt)
  if (moment === null || moment >= entry.occurredAt) return null
  const entryAt = entry.occurredAt.toISOString()
  return { type: 'MomentBeforeEntry', field: 'occurredAt', entryAt }
}
