import type { EventJson } from '@/app/_wire/types'

/** The other account of a transfer, as it was then. */
export type OtherParty = {
  readonly direction: 'in' | 'out'
  readonly accountId: string
  readonly number: string
  readonly owner: string
}

/** The other side of the transfer that an event is a side of; null for other events. */
export function otherSideOf({ data, money }: EventJson): OtherParty | null {
  const { transfer } = data
  if (typeof transfer !== 'object' || transfer === null || !money) return null
  const { accountId, number, owner } = transfer as Record<string, unknown>
  const direction = money.change.startsWith('-') ? 'out' : 'in'
  return { direction, accountId: `${accountId}`, number: `${number}`, owner: `${owner}` }
}
