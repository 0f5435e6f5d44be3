import type { Sql } from '@/db/connection'
import { sequence } from '@/db/feed/sequencer'
import { advanceSubscription } from '@/db/feed/subscription'
import { paymentOrders } from '@/db/projections/payment-orders'

/** Brings the list of what is due up to date with the log. */
export async function followOrders(sql: Sql): Promise<void> {
  while (await sequence(sql));
  while (await advanceSubscription(sql, paymentOrders));
}
