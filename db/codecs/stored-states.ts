import { z } from 'zod'
import type { OpenAccount } from '@/domain/bank-account/bank-account'
import type { Stream } from '@/domain/event-sourcing/ports'
import { formatAmount, isCurrency, parseAmount } from '@/domain/money/money'

/** The shape of a snapshot's state; raise it when the state's type changes. */
export const SNAPSHOT_SHAPE = 1

const stored = z.object({
  accountId: z.uuid(),
  owner: z.string(),
  currency: z.string().refine(isCurrency),
  balance: z.string(),
  reference: z.string().nullable(),
  customerId: z.string().nullable(),
  openedAt: z.iso.datetime(),
  // The range of the balances since the snapshot before; older snapshots have none.
  lowest: z.string().optional(),
  highest: z.string().optional(),
})

/** Writes the state of a stream as a snapshot keeps it. */
export function encodeState(stream: Stream): Record<string, string | null> {
  if (stream.state.status !== 'open' || !stream.openedAt) {
    throw new Error('Only an open account has a snapshot')
  }
  const { status: _, balance, ...state } = stream.state
  return {
    ...state,
    balance: formatAmount(balance, state.currency),
    openedAt: stream.openedAt.toISOString(),
    ...(stream.range && {
      lowest: formatAmount(stream.range.lowest, state.currency),
      highest: formatAmount(stream.range.highest, state.currency),
    }),
  }
}

/** Reads a snapshot's state; null for one that this program cannot read, which is then ignored. */
export function decodeState(
  json: unknown,
): (Required<Pick<Stream, 'range'>> & { state: OpenAccount; openedAt: Date }) | null {
  const parsed = stored.safeParse(json)
  if (!parsed.success) return null
  const { openedAt, balance, lowest, highest, ...rest } = parsed.data
  const minor = parseAmount(balance, rest.currency)
  if (!minor.ok) return null
  const state: OpenAccount = { status: 'open', ...rest, balance: minor.minor }
  const [low, high] = [lowest, highest].map(text => parseAmount(text ?? '', rest.currency))
  const range = low?.ok && high?.ok ? { lowest: low.minor, highest: high.minor } : undefined
  return { state, range, openedAt: new Date(openedAt) }
}
