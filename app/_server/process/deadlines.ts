import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { PendingQuery } from '@/db/connection'
import { DeadlinePassed, limitQuery } from '@/db/trouble/bounds'
import { troubleOf } from '@/db/trouble/failures'
import type { TroubleReason } from '@/domain/event-sourcing/ports'
import { onEachRequest } from './each-request'
import { pageMarker } from './status'
import { TROUBLES } from './trouble'

/**
 * How long a request may wait for the database, in milliseconds; beyond that it is answered with
 * 503. Commands get the executor's own deadline.
 */
export const DEADLINES = { health: 2_000, signInPage: 3_000, read: 5_000, command: 10_000 } as const

/** Under `npm run dev` pages are compiled on request. */
const PATIENCE = process.env.NODE_ENV === 'development' ? 10 : 1

/** The request that is being answered. */
type Asked = {
  /** Its deadline, by `performance.now()`. */
  readonly deadlineMs: number
  /** The trouble that its queries ran into. */
  readonly met: { trouble: TroubleReason | null }
}

declare global {
  var daybookDeadlines: AsyncLocalStorage<Asked | null> | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function asked(): AsyncLocalStorage<Asked | null> {
  globalThis.daybookDeadlines ??= new AsyncLocalStorage()
  return globalThis.daybookDeadlines
}

/** Gives each request its deadline. Call once, before the first request. */
export function followDeadlines(): void {
  onEachRequest(({ request: { method = 'GET', url = '/' } }) => {
    const deadlineMs = performance.now() + deadlineFor(method, url)
    asked().enterWith({ deadlineMs, met: { trouble: null } })
  })
}

/** How long a request may take, in milliseconds. */
export function deadlineFor(method: string, address: string): number {
  const [path = ''] = address.split('?')
  return PATIENCE * DEADLINES[kindOf(method, path)]
}

function kindOf(method: string, path: string): keyof typeof DEADLINES {
  if (/^\/api\/health(\/|$)/.test(path)) return 'health'
  if (path.startsWith('/api/auth/')) return 'read'
  if (method === 'POST') return 'command'
  return path === '/sign-in' ? 'signInPage' : 'read'
}

/** The milliseconds until the current request's deadline, at least 0; null outside a request. */
export function leftMs(): number | null {
  const now = asked().getStore()
  return now ? Math.max(0, now.deadlineMs - performance.now()) : null
}

/**
 * Runs `work` with this deadline, or the current one when that is sooner.
 * @throws DeadlinePassed when it is not done by then
 */
export function within<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const left = leftMs()
  return inTime(Math.min(ms, left ?? ms), work)
}

/**
 * Runs `work` with a deadline of its own, for a part of an answer that may be slower than the rest.
 */
export async function inTime<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new DeadlinePassed('The deadline passed before the answer was ready')
    timer = setTimeout(() => reject(error), ms)
  })
  try {
    return await Promise.race([withDeadline(ms, work), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs `work`, and its queries, as a request with this deadline. */
export function withDeadline<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const met = asked().getStore()?.met ?? { trouble: null }
  return asked().run({ deadlineMs: performance.now() + ms, met }, work)
}

/**
 * Runs what serves several requests, or none, without the deadline of the request that started it.
 */
export function outsideRequests<Result>(work: () => Result): Result {
  return asked().run(null, work)
}

/** The database trouble that the current request ran into, or null. */
export function troubleMet(): TroubleReason | null {
  return asked().getStore()?.met.trouble ?? null
}

/**
 * Bounds a query by the deadline of its request, and answers the page with 503 when the query fails
 * because of trouble with the database; for the clients that serve requests.
 */
export function boundByRequest(query: PendingQuery): boolean {
  const left = leftMs()
  if (left === null) return true
  query.catch(troubleMarker())
  return limitQuery(query, left)
}

/**
 * Waits for shared work until the current request's deadline; trouble counts as its own.
 * @throws DeadlinePassed when it is not done by then
 */
export async function waitShared<Result>(work: () => Promise<Result>): Promise<Result> {
  const left = leftMs()
  if (left === null) return work()
  const mark = troubleMarker()
  return inTime(left, work).catch((error: unknown) => {
    mark(error)
    throw error
  })
}

/**
 * Records trouble for the current request, even when called outside its context. Next.js sends a
 * page nothing of an error but its digest: there the sentence goes, which `app/error.tsx` shows.
 */
function troubleMarker(): (error: unknown) => void {
  const met = asked().getStore()?.met
  const markPage = pageMarker()
  return error => {
    const trouble = troubleOf(error)
    if (!met || trouble === null) return
    met.trouble ??= trouble
    const { sentence, retryAfterS } = TROUBLES[trouble]
    markPage({ sentence, retryAfterS })
    if (error instanceof Error && Object.isExtensible(error))
      Object.assign(error, { digest: sentence })
  }
}
