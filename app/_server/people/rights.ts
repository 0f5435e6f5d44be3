import 'server-only'
import { accountNotFound, problem } from '@/app/_server/http/problems'
import { isSelfService } from '@/app/_server/process/settings'
import type { Problem, Role } from '@/app/_wire/types'
import { unreachable } from '@/domain/unreachable'
import { type Reach, RIGHTS, type Right, type Rule } from './rights-table'
import type { Bounds, Viewer } from './viewer'

export type { Right } from './rights-table'

/** An account, as far as rights on it depend on which it is and on its customers. */
export type Owned = {
  readonly id: string
  readonly customerId: string | null
  readonly secondCustomer: { readonly customerId: string; readonly rights: string } | null
}

type Asker = Pick<Viewer, 'role' | 'userId' | 'bounds' | 'lacksFactor'>

/**
 * Whether a viewer may do something, on an account if it is about one: null, or why not. An account
 * that they may not use is answered like one that does not exist. Every page, action, route and
 * stream asks this; what reads accounts has the owner in its `where` besides (`scopeOf`).
 */
export function mayDo(viewer: Asker, right: Right, on?: Owned): Problem | null {
  const { role, userId, bounds } = viewer
  if (viewer.lacksFactor) return problem('NotAllowed', FACTOR_FIRST)
  const reach = reachOf(role, right)
  if (reach === null) return denied(viewer, right)
  const unbound = bounds ? unboundBy(bounds, right) : null
  if (unbound || on === undefined) return unbound
  return isWithin(reach, userId, on) && isInBounds(viewer, on.id) ? null : accountNotFound()
}

const FACTOR_FIRST = 'Set up your second factor first, on your own page.'

/** The same question where the reason doesn't matter. */
export function may(viewer: Asker, right: Right, on?: Owned): boolean {
  return mayDo(viewer, right, on) === null
}

/** What somebody is told whose role lacks a right. */
export function denied({ role }: Pick<Asker, 'role'>, right: Right): Problem {
  return problem('NotAllowed', sentenceFor(role, right))
}

/** Whether a right of a role reaches over the whole bank, and not only over some accounts. */
export function reachesAll({ role }: Pick<Asker, 'role'>, right: Right): boolean {
  return reachOf(role, right) === 'all'
}

/** Whether an account is among those that a service may use; people have no such bounds. */
export function isInBounds({ bounds }: Pick<Asker, 'bounds'>, accountId: string): boolean {
  return bounds?.accountIds?.includes(accountId.toLowerCase()) ?? true
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

/** Why the token of a service is not good for what its role may do; null when it is. */
function unboundBy({ scopes, accountIds }: Bounds, right: Right): Problem | null {
  const { scope, isWhole = false }: Rule = RIGHTS[right]
  if (scope === undefined) return problem('NotAllowed', 'Only people can do this, no programs.')
  if (!scopes.includes(scope)) {
    return problem('NotAllowed', `This token lacks the scope “${scope}”.`, { scope })
  }
  if (!isWhole || accountIds === null) return null
  return problem('NotAllowed', 'This token is for some accounts only, not for the whole bank.')
}

function sentenceFor(role: Role, right: Right): string {
  const rule: Rule = RIGHTS[right]
  if (role === 'auditor') return 'Auditors can read everything but change nothing.'
  if (role === 'admin' && rule.for.teller) {
    return (
      rule.toAdmins ?? 'Administrators move no money and change no accounts, except their limits.'
    )
  }
  return rule.otherwise
}
