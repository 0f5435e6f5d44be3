import 'server-only'
import type { Scope } from '@/app/_wire/tokens'
import type { Role } from '@/app/_wire/types'

/**
 * How far a right reaches: over the whole bank; over the accounts that are a customer's own or shared
 * with them to read; over those that they may operate; over these where cash is self-service.
 */
export type Reach = 'all' | 'readable' | 'operable' | 'self-service'

export type Rule = {
  /** Who has the right. */
  readonly for: Partial<Record<Role, Reach>>
  /** What everybody else is told. */
  readonly otherwise: string
  /** What administrators are told of what tellers may do, where it is not about accounts. */
  readonly toAdmins?: string
  /** The scope that the token of a service needs beside its role; absent: no service has the right. */
  readonly scope?: Scope
  /** Whether it is about the whole bank: the token of a service that has some accounts only lacks it. */
  readonly isWhole?: boolean
  /**
   * What a person does only if they proved lately who they are: all of it, or large amounts. Programs
   * have no such proof; their tokens were made with one.
   */
  readonly proof?: 'always' | 'large'
}

const STAFF = { teller: 'all', auditor: 'all', admin: 'all' } as const
const EVERYBODY = { customer: 'readable', ...STAFF } as const
const TELLERS = { teller: 'all' } as const
const ADMINS = { admin: 'all' } as const
const CONTROL = { auditor: 'all', admin: 'all' } as const

const OF_STAFF = 'Only the bank’s staff can do this.'
const SEEN_BY_STAFF = 'Only bank staff can see this.'
const SEEN_BY_CONTROL = 'Only auditors and administrators can see this.'
const OF_ADMINS = 'Only administrators can do this.'

const WRITES = { otherwise: OF_STAFF, scope: 'commands:write' } as const

/** Everything that somebody may or may not do, and who may. */
export const RIGHTS = {
  /** Accounts as they are and were, their holds and balances. */
  readAccounts: { for: EVERYBODY, otherwise: OF_STAFF, scope: 'accounts:read' },
  /** What happened on accounts, step by step. */
  readEvents: { for: EVERYBODY, otherwise: OF_STAFF, scope: 'events:read' },
  search: { for: EVERYBODY, otherwise: OF_STAFF, scope: 'search:read' },
  /** The name behind a whole account number. */
  lookUpPayees: { for: EVERYBODY, otherwise: OF_STAFF, scope: 'payees:read' },
  /** Totals, reports, and the customers behind the accounts. */
  readBank: { for: STAFF, otherwise: SEEN_BY_STAFF, scope: 'bank:read', isWhole: true },
  readBankEvents: { for: STAFF, otherwise: SEEN_BY_STAFF, scope: 'events:read', isWhole: true },
  readCases: { for: STAFF, otherwise: SEEN_BY_STAFF, scope: 'cases:read', isWhole: true },
  readPeople: { for: CONTROL, otherwise: SEEN_BY_CONTROL },
  /** Which alerts there are now, and were. */
  readAlerts: { for: STAFF, otherwise: SEEN_BY_STAFF },
  /** How the bank runs: feed, read models, sizes, versions. */
  readOperations: { for: CONTROL, otherwise: SEEN_BY_CONTROL },
  readAccessLog: { for: CONTROL, otherwise: SEEN_BY_CONTROL },

  /** Any command at all; which of them is a right of its own. */
  sendCommands: { ...WRITES, for: { customer: 'operable', ...TELLERS, ...ADMINS } },
  openAccounts: { ...WRITES, for: { customer: 'operable', ...TELLERS }, isWhole: true },
  openForOthers: {
    ...WRITES,
    for: TELLERS,
    otherwise: 'Only a teller can open an account for someone else.',
    isWhole: true,
  },
  openWithCash: {
    ...WRITES,
    for: { customer: 'self-service', ...TELLERS },
    otherwise: 'Only a teller can pay in cash. Open the account at zero.',
    isWhole: true,
  },
  transfer: { ...WRITES, for: { customer: 'operable', ...TELLERS }, proof: 'large' },
  moveCash: {
    ...WRITES,
    for: { customer: 'self-service', ...TELLERS },
    otherwise: 'Only a teller can take and pay out cash.',
  },
  postLate: {
    ...WRITES,
    for: TELLERS,
    otherwise: 'Only tellers can post with an earlier effective date.',
  },
  postInterestAndFees: {
    ...WRITES,
    for: TELLERS,
    otherwise: 'Only tellers can post interest and fees.',
  },
  manageHolds: { ...WRITES, for: TELLERS },
  freeze: { ...WRITES, for: TELLERS },
  reverse: { ...WRITES, for: TELLERS },
  /** Approves what another member of staff requested. */
  approve: { for: TELLERS, otherwise: OF_STAFF, proof: 'large' },
  /** Rejects what another member of staff requested. */
  reject: { for: TELLERS, otherwise: OF_STAFF },
  closeAccounts: { ...WRITES, for: TELLERS },
  /** The name and reference of an account, and the customers who use it. */
  changeHolders: { ...WRITES, for: TELLERS },
  /** Limits and overdrafts. */
  setLimits: { ...WRITES, for: { ...TELLERS, ...ADMINS }, proof: 'always' },
  /** Opens and revises case files, assigns and closes them. */
  writeCases: {
    for: TELLERS,
    otherwise: OF_STAFF,
    toAdmins: 'Only tellers can write in case files. Administrators can read them.',
    scope: 'cases:write',
    isWhole: true,
  },
  giveNicknames: {
    for: { customer: 'readable' },
    otherwise: 'Only customers can give accounts nicknames.',
  },

  /** Invites people, changes their roles, disables, enables and resets them. */
  managePeople: { for: ADMINS, otherwise: OF_ADMINS, proof: 'always' },
  endSessions: { for: ADMINS, otherwise: OF_ADMINS },
  makeTokens: { for: ADMINS, otherwise: OF_ADMINS, proof: 'always' },
  /** Lists and revokes them. */
  manageTokens: { for: ADMINS, otherwise: OF_ADMINS },
  /** Own ones. */
  addPasskeys: { for: EVERYBODY, otherwise: OF_STAFF, proof: 'always' },
  /** Acknowledges alerts, and has the log checked. */
  operate: { for: ADMINS, otherwise: OF_ADMINS },
  /** Retries parked events, sets checkpoints, rebuilds read models. */
  mendReadModels: { for: ADMINS, otherwise: OF_ADMINS, proof: 'always' },
  changeSettings: { for: ADMINS, otherwise: OF_ADMINS },
} as const satisfies Record<string, Rule>

export type Right = keyof typeof RIGHTS
