import 'server-only'
import { accountNotFound, problem } from '@/app/_server/http/problems'
import { isSelfService } from '@/app/_server/process/settings'
import type { Problem, Role } from '@/app/_wire/types'
import { unreachable } from '@/domain/unreachable'
import type { Viewer } from './viewer'

/**
 * How far a right reaches: over the whole bank; over the accounts that are a customer's own or shared
 * with them to read; over those that they may operate; over these where cash is self-service.
 */
type Reach = 'all' | 'readable' | 'operable' | 'self-service'

/** Who has a right, and what everybody else is told. */
type Rule = { readonly for: Partial<Record<Role, Reach>>; readonly otherwise: string }

const STAFF = { teller: 'all', auditor: 'all', admin: 'all' } as const
const TELLERS = { teller: 'all' } as const
const ADMINS = { admin: 'all' } as const

const OF_STAFF = 'Only the bank’s staff can do this.'
const OF_ADMINS = 'Only administrators can do this.'
const OF_CONTROL = 'Only auditors and administrators can see this.'

/**
 * Everything that somebody may or may not do, and who may. Every page, action, route and stream asks
 * `mayDo`; what reads accounts has the owner in its `where` besides (`scopeOf`, streams/access.ts).
 */
const RIGHTS = {
  readAccounts: { for: { customer: 'readable', ...STAFF }, otherwise: OF_STAFF },
  /** Totals, reports, every event, and the customers behind the accounts. */
  readBank: { for: STAFF, otherwise: 'Only bank staff can see this.' },
  readPeople: { for: { auditor: 'all', admin: 'all' }, otherwise: OF_CONTROL },
  readAccessLog: { for: { auditor: 'all', admin: 'all' }, otherwise: OF_CONTROL },

  /** Any command at all; which of them is a right of its own. */
  sendCommands: {
    for: { customer: 'operable', ...TELLERS, ...ADMINS },
    otherwise: OF_STAFF,
  },
  openAccounts: { for: { customer: 'operable', ...TELLERS }, otherwise: OF_STAFF },
  openForOthers: {
    for: TELLERS,
    otherwise: 'Only a teller can open an account for someone else.',
  },
  openWithCash: {
    for: { customer: 'self-service', ...TELLERS },
    otherwise: 'Only a teller can pay in cash. Open the account at zero.',
  },
  transfer: { for: { customer: 'operable', ...TELLERS }, otherwise: OF_STAFF },
  moveCash: {
    for: { customer: 'self-service', ...TELLERS },
    otherwise: 'Only a teller can take and pay out cash.',
  },
  postLate: {
    for: TELLERS,
    otherwise: 'Only tellers can post with an earlier effective date.',
  },
  postInterestAndFees: { for: TELLERS, otherwise: 'Only tellers can post interest and fees.' },
  manageHolds: { for: TELLERS, otherwise: OF_STAFF },
  freeze: { for: TELLERS, otherwise: OF_STAFF },
  reverse: { for: TELLERS, otherwise: OF_STAFF },
  /** Approves or rejects what another member of staff requested. */
  approve: { for: TELLERS, otherwise: OF_STAFF },
  closeAccounts: { for: TELLERS, otherwise: OF_STAFF },
  /** The name and reference of an account, and the customers who use it. */
  changeHolders: { for: TELLERS, otherwise: OF_STAFF },
  /** Limits and overdrafts. */
  setLimits: { for: { ...TELLERS, ...ADMINS }, otherwise: OF_STAFF },
  giveNicknames: {
    for: { customer: 'readable' },
    otherwise: 'Only customers can give accounts nicknames.',
  },

  managePeople: { for: ADMINS, otherwise: OF_ADMINS },
  manageTokens: { for: ADMINS, otherwise: OF_ADMINS },
  changeSettings: { for: ADMINS, otherwise: OF_ADMINS },
} as const satisfies Record<string, Rule>

export type Right = keyof typeof RIGHTS

/** An account, as far as rights on it depend on its customers. */
export type Owned = {
  readonly customerId: string | null
  readonly secondCustomer: { readonly customerId: string; readonly rights: string } | null
}

type Asker = Pick<Viewer, 'role' | 'userId'>

/**
 * Whether a viewer may do something, on an account if it is about one: null, or why not. An account
 * that a customer may not use is answered like one that does not exist.
 */
export function mayDo({ role, userId }: Asker, right: Right, on?: Owned): Problem | null {
  const reach = reachOf(role, right)
  if (reach === null) return denied({ role }, right)
  return on === undefined || isWithin(reach, userId, on) ? null : accountNotFound()
}

/** What somebody without a right is told. */
export function denied({ role }: Pick<Asker, 'role'>, right: Right): Problem {
  return problem('NotAllowed', sentenceFor(role, right))
}

/** The same question where the reason doesn't matter. */
export function may(viewer: Asker, right: Right, on?: Owned): boolean {
  return mayDo(viewer, right, on) === null
}

/** Whether a right of the viewer reaches over the whole bank, and not only over some accounts. */
export function reachesAll({ role }: Pick<Asker, 'role'>, right: Right): boolean {
  return reachOf(role, right) === 'all'
}

function reachOf(role: Role, right: Right): Reach | null {
  const rule: Rule = RIGHTS[right]
  const reach = rule.for[role] ?? null
  return reach === 'self-service' && !isSelfService() ? null : reach
}

function isWithin(reach: Reach, userId: string, { customerId, secondCustomer }: Owned): boolean {
  switch (reach) {
    case 'all':
      return true
    case 'readable':
      return customerId === userId || secondCustomer?.customerId === userId
    case 'operable':
    case 'self-service': {
      const isShared = secondCustomer?.customerId === userId && secondCustomer.rights === 'operate'
      return customerId === userId || isShared
    }
    default:
      return unreachable(reach)
  }
}

function sentenceFor(role: Role, right: Right): string {
  const rule: Rule = RIGHTS[right]
  if (role === 'auditor') return 'Auditors can read everything but change nothing.'
  if (role === 'admin' && rule.for.teller) {
    return 'Administrators move no money and change no accounts, except their limits.'
  }
  return rule.otherwise
}
