import { z } from 'zod'
import type { OpenAccount } from '@/domain/bank-account'
import { formatAmount, isCurrency, parseAmount } from '@/domain/money'
import type { Stream } from '@/domain/ports'

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
  }
}

/** Reads a snapshot's state; null for one that this program cannot read, which is then ignored. */
export function decodeState(json: unknown): { state: OpenAccount; openedAt: Date } | null {
  const parsed = stored.safeParse(json)
  if (!parsed.success) return null
  const { openedAt, balance, ...rest } = parsed.data
  const minor = parseAmount(balance, rest.currency)
  if (!minor.ok) return null
  const state: OpenAccount = { status: 'open', ...rest, balance: minor.minor }
  return { state, openedAt: new Date(openedAt) }
}
