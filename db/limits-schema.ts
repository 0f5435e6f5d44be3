import { bigint, index, integer, pgTable, varchar } from 'drizzle-orm/pg-core'

/**
 * Points counted under keys until they expire, in the columns of rate-limiter-flexible. Keys of
 * people and addresses are hashes.
 */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: varchar('key', { length: 255 }).primaryKey(),
    points: integer('points').notNull().default(0),
    /** In milliseconds since 1970. */
    expire: bigint('expire', { mode: 'number' }),
  },
  table => [index('rate_limits_by_expiry').on(table.expire)],
)
