import type { OrderStatusJson } from '@/app/_wire/payment-orders'
import { ENDED } from '@/domain/payment-order/statuses'

export type Standing = 'all' | 'waiting' | 'running' | 'drafts' | 'over'

type Listed = {
  readonly word: string
  readonly none: string
  /** Absent: every status. */
  readonly statuses?: readonly OrderStatusJson[]
}

/** What a list of orders is filtered by. */
export const STANDINGS: Readonly<Record<Standing, Listed>> = {
  all: { word: 'All', none: '' },
  waiting: {
    word: 'Waiting',
    none: 'Nothing is waiting for approval.',
    statuses: ['submitted'],
  },
  running: {
    word: 'Running',
    none: 'No orders are running.',
    statuses: ['scheduled', 'paused'],
  },
  drafts: { word: 'Drafts', none: 'No drafts.', statuses: ['draft'] },
  over: {
    word: 'Over',
    none: 'No orders are over.',
    statuses: ENDED,
  },
}

/** The standing that an address names; null for none. */
export function readStanding(text: unknown): Standing | null {
  return typeof text === 'string' && Object.hasOwn(STANDINGS, text) ? (text as Standing) : null
}
