import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './schema'

/**
 * The tables of better-auth. Its "account" is a way to sign in (a password), not a bank account,
 * hence the prefix. better-auth requires the property names.
 */

/** Users, each with the role that decides their rights. */
export const authUsers = pgTable(
  'auth_users',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull().unique(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    role: text('role', { enum: ['customer', 'teller', 'auditor', 'admin'] })
      .notNull()
      .default('customer'),
    /** Since when the person may not come in any more; null: they may. */
    disabledAt: instant('disabled_at'),
    /** Whether they have set a password; role and standing follow from the log (projections/people.ts). */
    personStatus: text('person_status', { enum: ['invited', 'joined', 'reset'] })
      .notNull()
      .default('joined'),
    /** The version of their stream that this row has followed; 0: none yet. */
    personVersion: integer('person_version').notNull().default(0),
    lastSignInAt: instant('last_sign_in_at'),
    twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  table => [
    check('auth_users_role', sql`${table.role} in ('customer', 'teller', 'auditor', 'admin')`),
    check('auth_users_email', sql`${table.email} = lower(${table.email})`),
    check('auth_users_status', sql`${table.personStatus} in ('invited', 'joined', 'reset')`),
    index('auth_users_by_name').on(table.name, table.id),
  ],
)

/** Sessions. `expiresAt` is the end of the idle time: use moves it on, up to the absolute end. */
export const authSessions = pgTable(
  'auth_sessions',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    /** The role of its person when it began; it is over when they have another. */
    role: text('role'),
    /** When its person last did something, to the minute. */
    lastUsedAt: instant('last_used_at').notNull().defaultNow(),
    /** When its person last proved who they are. */
    confirmedAt: instant('confirmed_at').notNull().defaultNow(),
  },
  table => [
    index('auth_sessions_of_user').on(table.userId),
    index('auth_sessions_by_end').on(table.expiresAt),
  ],
)

/** The ways to sign in, with the hash of a password. */
export const authAccounts = pgTable(
  'auth_accounts',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  table => [index('auth_accounts_of_user').on(table.userId)],
)

/** Short-lived tokens of better-auth. */
export const authVerifications = pgTable(
  'auth_verifications',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  table => [index('auth_verifications_by_identifier').on(table.identifier)],
)

/**
 * Links that let somebody set a password, once. Only the hash of their token is kept. The link of a
 * bank without people (`set-up`) belongs to nobody yet.
 */
export const joinLinks = pgTable(
  'join_links',
  {
    /** The SHA-256 of the token, in hexadecimal. */
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id').references(() => authUsers.id, { onDelete: 'cascade' }),
    purpose: text('purpose', { enum: ['invitation', 'reset', 'set-up'] }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  table => [
    index('join_links_of_user').on(table.userId),
    check('join_links_purpose', sql`${table.purpose} in ('invitation', 'reset', 'set-up')`),
    check('join_links_user', sql`(${table.userId} is null) = (${table.purpose} = 'set-up')`),
  ],
)

/** Codes of an authenticator app (RFC 6238), with the recovery codes; both encrypted. */
export const authTwoFactors = pgTable('auth_two_factors', {
  id: text('id').primaryKey(),
  userId: text('user_id')
    .notNull()
    .unique()
    .references(() => authUsers.id, { onDelete: 'cascade' }),
  secret: text('secret').notNull(),
  backupCodes: text('backup_codes').notNull(),
  /** False until a first code has shown that the app has the secret. */
  verified: boolean('verified').notNull().default(false),
  failedVerificationCount: integer('failed_verification_count').notNull().default(0),
  lockedUntil: instant('locked_until'),
  /** The half minute of the last code that was taken: neither it nor an older one is taken again. */
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
})

/** Passkeys (WebAuthn): public keys, so nothing secret. */
export const authPasskeys = pgTable(
  'auth_passkeys',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    name: text('name'),
    publicKey: text('public_key').notNull(),
    credentialID: text('credential_id').notNull().unique(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text('transports'),
    aaguid: text('aaguid'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [index('auth_passkeys_of_user').on(table.userId)],
)
