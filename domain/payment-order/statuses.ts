import type { OrderStatus } from './payment-order'

/** An order in one of these pays nothing any more. */
export const ENDED: readonly OrderStatus[] = ['rejected', 'cancelled', 'completed', 'expired']

const CHANGEABLE: readonly OrderStatus[] = ['draft', 'scheduled', 'paused']

/** Whether the terms of an order can be changed. */
export function isChangeable(status: OrderStatus): boolean {
  return CHANGEABLE.includes(status)
}
