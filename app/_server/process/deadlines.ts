import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { PendingQuery } from '@/db/connection'
import { DeadlinePassed, limitQuery } from '@/db/trouble/bounds'
import { troubleOf } from '@/db/trouble/failures'
import type { TroubleReason } from '@/domain/event-sourcing/ports'
import { onEachRequest } from './each-request'
import { pageMarker } from './status'

/**
 * How long a request has, in milliseconds, for what it asks of the database; who takes longer is
 * told so with 503. Commands have as long as the executor gives them.
 */
export const DEADLINES = { health: 2_000, signInPage: 3_000, read: 5_000, command: 10_000 } as const

/** Under `npm run dev` a page is compiled while it is asked for. */
const PATIENCE = process.env.NODE_ENV === 'development' ? 10 : 1

/** The request that is being answered. */
type Asked = {
  /** When it must have its answer, by `performance.now()`. */
  readonly deadlineMs: number
  /** What its queries have met. */
  readonly met: { trouble: TroubleReason | null }
}

declare global {
  var daybookDeadlines: AsyncLocalStorage<Asked | null> | undefined
}

/** One for all the copies that Next.js makes of a module. */
function asked(): AsyncLocalStorage<Asked | null> {
  globalThis.daybookDeadlines ??= new AsyncLocalStorage()
  return globalThis.daybookDeadlines
}

/** Gives each request its deadline: to be called once, before the first request. */
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
  if (path === '/api/health') return 'health'
  if (path.startsWith('/api/auth/')) return 'read'
  if (method === 'POST') return 'command'
  return path === '/sign-in' ? 'signInPage' : 'read'
}

/** The milliseconds that the present request has left, at least 0; null outside of requests. */
export function leftMs(): number | null {
  const now = asked().getStore()
  return now ? Math.max(0, now.deadlineMs - performance.now()) : null
}

/**
 * Does `work` with this deadline, or the sooner one that it has already.
 * @throws DeadlinePassed when it is not done by then
 */
export function within<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const left = leftMs()
  return inTime(Math.min(ms, left ?? ms), work)
}

/** Does `work` with a deadline of its own: for a part of an answer that takes as long as it takes. */
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

/** Does `work` as a request does that has this long; its queries end by then. */
export function withDeadline<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const met = asked().getStore()?.met ?? { trouble: null }
  return asked().run({ deadlineMs: performance.now() + ms, met }, work)
}

/** Does what serves several requests, or none, without the deadline of the one that began it. */
export function outsideRequests<Result>(work: () => Result): Result {
  return asked().run(null, work)
}

/** The trouble of the database that the present request has met; null: none. */
export function troubleMet(): TroubleReason | null {
  return asked().getStore()?.met.trouble ?? null
}

/**
 * Bounds a query by the deadline of the request that asks it, and has its page answered with 503 when
 * it fails of trouble; for the clients that serve requests.
 */
export function boundByRequest(query: PendingQuery): boolean {
  const left = leftMs()
  if (left === null) return true
  query.catch(troubleMarker())
  return limitQuery(query, left)
}

/**
 * Waits for what several requests share, as long as the present one has; trouble is its own then.
 * @throws DeadlinePassed when it is not there by then
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

/** Notes what the present request has met, wherever that is heard of. */
function troubleMarker(): (error: unknown) => void {
  const met = asked().getStore()?.met
  const markPage = pageMarker()
  return error => {
    const trouble = troubleOf(error)
    if (!met || trouble === null) return
    met.trouble ??= trouble
    markPage()
  }
}
