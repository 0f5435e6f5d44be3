import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './schema'

/**
 * The access log: who came in, what they were refused, and what they looked at. It is no part of the
 * bank's log of events: it has no money, is read by auditors and administrators, and old rows go.
 */
export const accessLog = pgTable(
  'access_log',
  {
    /** A UUIDv7. */
    id: uuid('id').primaryKey(),
    at: instant('at').notNull(),
    kind: text('kind').notNull(),
    /** Whether `actorId` is a person or a service; null when nobody is known. */
    actorKind: text('actor_kind', { enum: ['person', 'service'] }),
    actorId: text('actor_id'),
    /** The actor's role at that time. */
    role: text('role'),
    /** The address that the request came from. */
    address: text('address'),
    /** The id of the account, person, session or token that it is about. */
    subject: text('subject'),
    /** What else is known, for readers; no secrets. */
    detail: jsonb('detail').$type<AccessDetail>().notNull(),
  },
  table => [
    index('access_log_by_time').on(table.at, table.id),
    index('access_log_by_kind').on(table.kind, table.at, table.id),
    index('access_log_of_actor').on(table.actorId, table.at, table.id),
    index('access_log_of_subject').on(table.subject, table.at, table.id),
    index('access_log_by_address').on(table.address, table.at, table.id),
  ],
)

/** Short texts and numbers by name. */
export type AccessDetail = Readonly<Record<string, string | number | boolean | null>>

/** The tokens of programs. Of a token only its hash is here: it is random enough to need no salt. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid('id').primaryKey(),
    /** The service that has it, as an administrator calls it. */
    name: text('name').notNull(),
    /** The SHA-256 of the whole token, in hexadecimal digits. */
    hash: text('hash').notNull().unique(),
    /** The last characters of the token, by which people tell it from others. */
    ending: text('ending').notNull(),
    role: text('role', { enum: ['teller', 'auditor', 'admin'] }).notNull(),
    scopes: text('scopes').array().notNull(),
    /** The only accounts that it is good for; null: all that its role has. */
    accountIds: uuid('account_ids').array(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** To the minute. */
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  table => [
    index('api_tokens_by_time').on(table.createdAt, table.id),
    check('api_tokens_role', sql`${table.role} in ('teller', 'auditor', 'admin')`),
  ],
)
