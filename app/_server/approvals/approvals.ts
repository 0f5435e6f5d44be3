import 'server-only'
import { cache } from 'react'
import { accountAt } from '@/app/_server/accounts/wire'
import { problem } from '@/app/_server/http/problems'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type { ApprovalJson, ApprovalLineJson, ForeseenJson } from '@/app/_wire/approvals'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { findAccounts } from '@/db/accounts/accounts'
import {
  type ApprovalCursor,
  type ApprovalRow,
  countWaiting,
  listDecided,
  listOpen,
} from '@/db/approvals/approvals'
import { registry } from '@/db/codecs/registry'
import { approval, type Requested } from '@/domain/approval/approval'
import { ACCOUNT_TYPE, accountStream } from '@/domain/bank-account/account-stream'
import { accountOf } from '@/domain/bank-account/bank-account'
import type { AnyRefusal } from '@/domain/event-sourcing/aggregate'
import type { Actor, Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { accountNumber } from '@/domain/money/account-number'
import { formatAmount } from '@/domain/money/money'
import { foresee } from './foresee'

/** The most requests of a page of a list. */
const PAGE = 50

/** The header counts as far. */
const COUNTED_MAX = 100

/** A request as its stream has it, and who asked. */
export type KnownRequest = {
  readonly stream: Stream
  readonly state: Requested
  readonly actor: Actor
}

export type Queue = {
  /** Oldest first. */
  readonly open: ApprovalLineJson[]
  /** Those of the last decision first. */
  readonly decided: ApprovalLineJson[]
  /** Requests the next page of each list; null at its end. */
  readonly nextOpen: string | null
  readonly nextDecided: string | null
}

export function approvalNotFound(): Problem {
  return problem('NotFound', 'This request does not exist.')
}

/** The place in a list of a `next…` of its last page; null when it is none. */
export function readQueueCursor(text: string): ApprovalCursor | null {
  const [time = '', id = '', ...rest] = text.split(' ')
  const at = new Date(time)
  if (rest.length > 0 || !isUuid(id) || Number.isNaN(at.getTime())) return null
  return at.toISOString() === time ? { at, id } : null
}

/** From where on each list is read; null: from its beginning. */
export type QueuePlace = { readonly [List in 'open' | 'decided']?: ApprovalCursor | null }

/** The requests that wait, and the last ones that are over; null for whom they are not. */
export async function readQueue(viewer: Viewer, place: QueuePlace = {}): Promise<Queue | null> {
  if (!may(viewer, 'readBank')) return null
  const { db } = bank()
  const partOf = (after: ApprovalCursor | null = null) => ({ after, limit: PAGE + 1 })
  const [waiting, over] = await Promise.all([
    listOpen(db, partOf(place.open)),
    listDecided(db, partOf(place.decided)),
  ])
  const [open, decided] = [waiting.slice(0, PAGE), over.slice(0, PAGE)]
  const ids = [...new Set([...open, ...decided].map(({ accountId }) => accountId))]
  const owners = new Map((await findAccounts(db, ids)).map(({ id, owner }) => [id, owner]))
  const lineOf = (row: ApprovalRow) => lineJson(row, owners.get(row.accountId) ?? '')
  return {
    open: open.map(lineOf),
    decided: decided.map(lineOf),
    nextOpen: waiting.length > PAGE ? cursorAt(open.at(-1), 'askedAt') : null,
    nextDecided: over.length > PAGE ? cursorAt(decided.at(-1), 'changedAt') : null,
  }
}

function cursorAt(last: ApprovalRow | undefined, by: 'askedAt' | 'changedAt'): string | null {
  return last ? `${last[by].toISOString()} ${last.aggregateId}` : null
}

/** How many requests wait for this viewer; null for whoever decides none. */
export const countForMe = cache(async (viewer: Viewer): Promise<number | null> => {
  if (!may(viewer, 'approve')) return null
  return countWaiting(bank().db, viewer.userId, COUNTED_MAX)
})

/** A request by its id, whoever asks; null when there is none. */
export async function readRequest(approvalId: string): Promise<KnownRequest | null> {
  const { store } = bank()
  const [first] = await store.readEvents(approvalId, { order: 'asc', limit: 1 })
  if (first?.aggregateType !== approval.type) return null
  const { stream } = await store.stateAt(approvalId, {})
  const state = stateOf(approval, stream)
  return state && state.status !== 'none' ? { stream, state, actor: first.actor } : null
}

/** One request and what its command would do now; null when there is none or it is not for them. */
export async function getApproval(
  viewer: Viewer,
  id: string,
  zone: string,
): Promise<{ approval: ApprovalJson; foreseen: ForeseenJson | null } | null> {
  if (!may(viewer, 'readBank') || !isUuid(id)) return null
  const known = await readRequest(id.toLowerCase())
  if (!known) return null
  const isOpen = known.state.status === 'requested'
  return {
    approval: approvalJson(known, zone),
    foreseen: isOpen ? await foreseenOf(known, zone) : null,
  }
}

async function foreseenOf({ state, actor }: KnownRequest, zone: string): Promise<ForeseenJson> {
  const { asked } = state
  const { answer, streams } = await foresee({
    commandId: crypto.randomUUID(),
    stream: accountStream(asked.accountId),
    actor,
    correlationId: null,
    command: asked.command,
  })
  if (answer.outcome === 'refused') {
    return { outcome: 'refused', sentence: failureOf(answer.refusal, zone) }
  }
  if (answer.outcome !== 'accepted') {
    return { outcome: 'refused', sentence: 'The account is busy. Load the page again.' }
  }
  const sides = answer.changes.flatMap(({ stream: after }) => {
    const now = streams.get(after.aggregateId)
    const account = now && accountAt(now, new Date())
    const [one, other] = [now && accountOf(now), accountOf(after)]
    if (!account || !one || !other) return []
    const change = formatAmount(other.balance - one.balance, one.currency)
    return [{ account, change, balance: formatAmount(other.balance, one.currency) }]
  })
  return { outcome: 'accepted', sides }
}

export function approvalJson({ stream, state }: KnownRequest, zone: string): ApprovalJson {
  const { status, asked, decidedBy, reason, commandId, refusal } = state
  const { accountId, command, amount, currency, by } = asked
  return {
    approvalId: stream.aggregateId,
    status,
    accountId,
    kind: command.type,
    command,
    amount,
    currency,
    askedBy: by,
    askedAt: stream.startedAt?.toISOString() ?? '',
    decidedBy: decidedBy?.name ?? null,
    changedAt: stream.createdAt?.toISOString() ?? '',
    reason,
    commandId,
    failure: refusal && failureOf(refusal, zone),
  }
}

/** Why an account refused what was approved, as a sentence. */
export function failureOf(refusal: AnyRefusal, zone: string): string {
  if (refusal.type === 'CommandIdReused') return 'Another command already had the ID of this one.'
  return registry.aggregateOf(ACCOUNT_TYPE).sentenceFor(refusal, zone)
}

function lineJson(row: ApprovalRow, owner: string): ApprovalLineJson {
  const { aggregateId: approvalId, askedAt, changedAt, askedBy, askedByName, ...rest } = row
  const { accountId, status, kind, amount, currency, decidedByName: decidedBy } = rest
  return {
    ...{ approvalId, status, accountId, owner, number: accountNumber(accountId), kind },
    ...{ amount, currency, askedBy: { id: askedBy, name: askedByName } },
    ...{ askedAt: askedAt.toISOString(), decidedBy, changedAt: changedAt.toISOString() },
  }
}
