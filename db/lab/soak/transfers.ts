import type { BankAccountEvent } from '@/domain/bank-account/events'
import { transferOf } from '@/domain/bank-account/transfer'
import type { FoldedEvent } from '../../projections/fold'

/** An event of an account, as it is read in any way. */
type Seen = Pick<FoldedEvent, 'aggregateId' | 'version' | 'occurredAt' | 'createdAt' | 'event'>

/**
 * Looks at the sides of transfers among these events: each transfer, and each reversal of one, has
 * two, on two accounts that name each other, of one amount and one time; one takes it and one gives
 * it. No entry is reversed twice.
 * @param events those of all accounts, or as they were at one moment
 * @returns a sentence for each fault
 */
export function transferFaults(events: readonly Seen[]): string[] {
  const transfers = new Map<string, Side[]>()
  const reversed = new Map<string, number>()
  for (const seen of events) {
    const side = sideOf(seen)
    if (!side) continue
    if (side.reverses !== null) {
      const entry = `${seen.aggregateId} ${side.reverses}`
      reversed.set(entry, (reversed.get(entry) ?? 0) + 1)
    }
    if (side.transfer === null) continue
    const key = side.reverses === null ? side.transfer : `${side.transfer}, reversed,`
    transfers.set(key, [...(transfers.get(key) ?? []), side])
  }
  return [
    ...[...transfers].flatMap(([id, sides]) => faultIn(id, sides) ?? []),
    ...[...reversed]
      .filter(([, times]) => times > 1)
      .map(([entry, times]) => `entry ${entry} is reversed ${times} times`),
  ]
}

type Side = {
  readonly accountId: string
  readonly otherId: string | null
  readonly transfer: string | null
  readonly reverses: number | null
  /** What it adds to the balance. */
  readonly change: bigint
  readonly at: string
}

function sideOf({ aggregateId, event: named, occurredAt, createdAt }: Seen): Side | null {
  const event = named as BankAccountEvent // there are only accounts in the soak
  if (event.type !== 'MoneyDeposited' && event.type !== 'MoneyWithdrawn') return null
  const transfer = transferOf(event)
  return {
    accountId: aggregateId,
    otherId: transfer?.accountId ?? null,
    transfer: transfer?.id ?? null,
    reverses: event.reverses ?? null,
    change: event.type === 'MoneyDeposited' ? event.amount : -event.amount,
    at: `${occurredAt.toISOString()}, recorded ${createdAt.toISOString()}`,
  }
}

function faultIn(id: string, sides: readonly Side[]): string | null {
  const [one, other] = sides
  if (!one || !other || sides.length !== 2) {
    const where = sides.map(({ accountId, change }) => `${change} on ${accountId}`).join(', ')
    return `transfer ${id} has not two sides: ${where}`
  }
  if (one.otherId !== other.accountId || other.otherId !== one.accountId) {
    return `transfer ${id} is on ${one.accountId} and ${other.accountId}, which name others`
  }
  if (one.change + other.change !== 0n) {
    return `transfer ${id} moves ${one.change} and ${other.change}`
  }
  return one.at === other.at ? null : `transfer ${id} is at two times: ${one.at} and ${other.at}`
}
