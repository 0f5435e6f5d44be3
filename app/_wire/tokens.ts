import type { Role } from './types'

/** What a token lets a program do, beside what its role allows. */
export const SCOPES = [
  'accounts:read',
  'events:read',
  'search:read',
  'payees:read',
  'bank:read',
  'cases:read',
  'cases:write',
  'commands:write',
] as const

export type Scope = (typeof SCOPES)[number]

/** The roles that a service can have. */
export type ServiceRole = Exclude<Role, 'customer'>

/** A token of a service, without the token itself. */
export type TokenJson = {
  id: string
  /** The service that has it. */
  name: string
  /** The last characters of the token. */
  ending: string
  role: ServiceRole
  scopes: Scope[]
  /** The only accounts that it is good for; null: every account. */
  accountIds: string[] | null
  createdAt: string
  createdBy: { id: string; name: string }
  expiresAt: string
  /** To the minute; null: not used yet. */
  lastUsedAt: string | null
  revokedAt: string | null
}

/** The answer to the making of a token: the only one that has it. */
export type NewTokenJson = TokenJson & { token: string }
