import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

/**
 * A person's own word for an account. It is no fact of the bank: it is outside the log, may change
 * and be removed, and nobody else sees it.
 */
export const accountNicknames = pgTable(
  'account_nicknames',
  {
    userId: text('user_id').notNull(),
    aggregateId: uuid('aggregate_id').notNull(),
    nickname: text('nickname').notNull(),
  },
  table => [primaryKey({ columns: [table.userId, table.aggregateId] })],
)
