import { sql as fragment } from 'drizzle-orm'
import type { Sql } from '../connection'
import { alertDeliveries } from '../operations-schema'
import { drizzleOn } from '../query'

export type Delivery = Readonly<typeof alertDeliveries.$inferSelect>

/** How far each channel is, and the time on the database's clock. */
export async function readDeliveries(sql: Sql): Promise<Delivery[]> {
  return drizzleOn(sql).select().from(alertDeliveries).limit(500)
}

/** Keeps how far a channel is with the alerts of a rule; `waitS`: when it is tried again. */
export async function keepDelivery(
  sql: Sql,
  { rule, channel, version, attempts, error }: Omit<Delivery, 'nextAt'>,
  waitS: number,
): Promise<void> {
  const its = {
    ...{ version, attempts, error },
    nextAt: fragment`now() + ${waitS} * interval '1 second'`,
  }
  await drizzleOn(sql)
    .insert(alertDeliveries)
    .values({ rule, channel, ...its })
    .onConflictDoUpdate({ target: [alertDeliveries.rule, alertDeliveries.channel], set: its })
}
