import 'server-only'
import { cache } from 'react'
import { recordAccess } from '@/app/_server/people/access-log'
import { recordDenial } from '@/app/_server/people/denials'
import { isInBounds, may, reachesAll } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { ruleTitle } from '@/app/_wire/alerts'
import { isUuid } from '@/app/_wire/uuid'
import type { AccountRow } from '@/db/accounts/account-rows'
import { findAccount, findAccounts } from '@/db/accounts/accounts'
import { alert } from '@/domain/alert/alert'
import { approval } from '@/domain/approval/approval'
import { accountStream } from '@/domain/bank-account/account-stream'
import { caseFile } from '@/domain/case-file/case-file'
import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { paymentBatch } from '@/domain/payment-batch/payment-batch'
import { paymentOrder } from '@/domain/payment-order/payment-order'
import { person } from '@/domain/person/person'
import { roster } from '@/domain/person/roster'
import { foldAt } from './book'
import { readablePerson, readableRoster } from './people-streams'

/** A stream that a viewer may read, as it is now. */
export type StreamHead = {
  readonly id: string
  readonly type: string
  readonly version: number
  /** The currency of its balance; null for a stream without money. */
  readonly currency: string | null
  /** When its first event occurred. */
  readonly startedAt: Date
  /** A display name, such as the name on an account. */
  readonly title: string
}

/** What a viewer may know of a stream of one type; null when they may not read it. */
export type AccessRule = (viewer: Viewer, stream: Stream) => Shown | null | Promise<Shown | null>

type Shown = Pick<StreamHead, 'currency' | 'title'>

/** By aggregate type; streams of a type without a rule can't be read. */
const rules = new Map<string, AccessRule>([
  [person.type, readablePerson],
  [roster.type, readableRoster],
  [alert.type, (viewer, stream) => (may(viewer, 'readAlerts') ? alertTitle(stream) : null)],
  [paymentOrder.type, orderTitle],
  [paymentBatch.type, batchTitle],
  [caseFile.type, (viewer, stream) => (may(viewer, 'readCases') ? caseTitle(stream) : null)],
  [approval.type, (viewer, stream) => (may(viewer, 'readBank') ? approvalTitle(stream) : null)],
])

/** For whoever may read the account that pays. */
async function orderTitle(viewer: Viewer, stream: Stream): Promise<Shown | null> {
  const order = stateOf(paymentOrder, stream)
  if (!order || order.status === 'none') return null
  if (!(await lookUpAccount(viewer, order.accountId))) return null
  return { currency: null, title: `Payment order to ${order.to.owner}` }
}

function caseTitle(stream: Stream) {
  const file = stateOf(caseFile, stream)
  return file && file.status !== 'none' ? { currency: null, title: `Case: ${file.title}` } : null
}

/** For whoever may read the account that pays. */
async function batchTitle(viewer: Viewer, stream: Stream): Promise<Shown | null> {
  const batch = stateOf(paymentBatch, stream)
  if (!batch || batch.status === 'none') return null
  if (!(await lookUpAccount(viewer, batch.accountId))) return null
  return { currency: null, title: `Batch of payments, ${batch.file.name}` }
}

function approvalTitle(stream: Stream) {
  const state = stateOf(approval, stream)
  if (!state || state.status === 'none') return null
  const { amount, currency } = state.asked
  return { currency: null, title: `Request for approval, ${amount} ${currency}` }
}

function alertTitle(stream: Stream) {
  const state = stateOf(alert, stream)
  if (!state || state.status === 'none') return null
  return { currency: null, title: `Alert: ${ruleTitle(state.rule)}` }
}

/** Registers the access rule of an aggregate type. That of accounts is `readableAccount`. */
export function registerAccess(type: string, rule: AccessRule): void {
  rules.set(type, rule)
}

/** The accounts that a viewer may read: a customer their own, staff all, a service those of its token. */
export function scopeOf(viewer: Viewer): { customerId?: string; ids?: readonly string[] } {
  const ids = viewer.bounds?.accountIds
  return {
    ...(!reachesAll(viewer, 'readAccounts') && { customerId: viewer.userId }),
    ...(ids && { ids }),
  }
}

/**
 * The row of an account that the viewer may read, where nobody asked for the account itself: the
 * access log has nothing of it. Cached for one request.
 */
export const lookUpAccount = cache(
  async (viewer: Viewer, id: string): Promise<AccountRow | null> =>
    isUuid(id) && isInBounds(viewer, id) ? findAccount(bank().db, id, scopeOf(viewer)) : null,
)

/** Those of several accounts that the viewer may read, as `lookUpAccount` has one, in no order. */
export async function lookUpAccounts(
  viewer: Viewer,
  ids: readonly string[],
): Promise<AccountRow[]> {
  const inBounds = ids.filter(id => isUuid(id) && isInBounds(viewer, id))
  return findAccounts(bank().db, inBounds, scopeOf(viewer))
}

/** The row of an account that the viewer may read. Cached for one request. */
export const readableAccount = cache(
  async (viewer: Viewer, id: string): Promise<AccountRow | null> => {
    const row = await lookUpAccount(viewer, id)
    recordLook(viewer, id, row !== null)
    return row
  },
)

/** Once in so long the access log tells that somebody of the staff looks at an account. */
const LOOKED_AGAIN_MS = 5 * 60_000

/**
 * The access log has whom of the staff looks at which account; and of everybody else what they may
 * not read, whether it exists or not: to them both look the same.
 */
function recordLook(viewer: Viewer, id: string, isFound: boolean): void {
  if (!isUuid(id)) return
  const subject = id.toLowerCase()
  if (!isFound && !(reachesAll(viewer, 'readAccounts') && isInBounds(viewer, id))) {
    recordDenial(viewer, { right: 'readAccounts', subject })
  } else if (isFound && viewer.kind === 'person' && may(viewer, 'readBank')) {
    recordAccess({ kind: 'account-viewed', by: viewer, subject, onceInMs: LOOKED_AGAIN_MS })
  }
}

/**
 * A stream of any type; null when it doesn't exist or the viewer may not read it. Nearly all
 * streams are accounts, so those are tried first: one row has everything.
 */
export const readableStream = cache(
  async (viewer: Viewer, id: string): Promise<StreamHead | null> => {
    const account = await lookUpAccount(viewer, id)
    if (account) {
      recordLook(viewer, id, true)
      const { version, currency, owner: title, openedAt: startedAt } = account
      return { ...accountStream(account.id), version, currency, startedAt, title }
    }
    const other = isUuid(id) && isInBounds(viewer, id) ? await otherStream(viewer, id) : null
    if (!other) recordLook(viewer, id, false)
    return other
  },
)

async function otherStream(viewer: Viewer, id: string): Promise<StreamHead | null> {
  const [newest] = await bank().store.readEvents(id, { order: 'desc', limit: 1 })
  const rule = newest && rules.get(newest.aggregateType)
  if (!rule) return null
  const { stream } = await foldAt(newest.aggregateId, {})
  const { aggregateId, version, startedAt } = stream
  const shown = await rule(viewer, stream)
  if (!shown || !startedAt) return null
  return { id: aggregateId, type: newest.aggregateType, version, startedAt, ...shown }
}
