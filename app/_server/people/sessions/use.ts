import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { outsideRequests } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { sessionTimes } from '@/app/_server/process/settings'
import { beforeExit } from '@/app/_server/process/shutdown'
import type { Role } from '@/app/_wire/types'
import { forgetChallenges, recordUses } from '@/db/people/sessions'

/** A session's use is written at most once in this time. */
const WRITE_MS = 60_000

/** Uses are collected for this long and written in one statement. */
const COLLECT_MS = 1_000

/** With so many waiting, the uses of further sessions are not kept: their next ones will be. */
const WAITING_MAX = 20_000

/** How often challenges that are over are removed, and how long they are kept. */
const SWEEP_MS = 60 * 60_000
const KEPT_MS = 24 * 60 * 60_000

type Ledger = {
  /** Uses that are not written yet, by token. */
  readonly waiting: Map<string, { readonly atMs: number; readonly idleMs: number }>
  /** When the use of a session was last written, by token; forgotten after `WRITE_MS`. */
  readonly writtenMs: Map<string, number>
  timer: NodeJS.Timeout | null
  sweptMs: number
}

declare global {
  var daybookSessionUse: Ledger | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function ledger(): Ledger {
  if (globalThis.daybookSessionUse) return globalThis.daybookSessionUse
  globalThis.daybookSessionUse = {
    waiting: new Map(),
    writtenMs: new Map(),
    timer: null,
    sweptMs: Date.now(),
  }
  beforeExit(() => writeUses(true))
  return globalThis.daybookSessionUse
}

/** How long a session of this role may be unused, in milliseconds. */
export function idleMsOf(role: Role): number {
  const { idleMs } = sessionTimes()
  return role === 'customer' ? idleMs.customer : idleMs.staff
}

/**
 * Notes that a person has just done something, which keeps their session: opened a page, sent a
 * form or a command, or pressed a key on a page (`POST /api/session`). What a page fetches by
 * itself doesn't count. Only notes it: the writing is not part of a request, and comes once a minute.
 */
export function noteUse(token: string, role: Role, atMs: number = Date.now()): void {
  const { waiting } = ledger()
  if (waiting.size >= WAITING_MAX && !waiting.has(token)) return
  waiting.set(token, { atMs, idleMs: idleMsOf(role) })
  writeLater()
}

/** Whether a request for a page is one that a browser makes on its own, before it is asked. */
export function isPrefetch(headers: Headers): boolean {
  return (
    headers.has('next-router-prefetch') ||
    headers.has('next-router-segment-prefetch') ||
    /prefetch/.test(`${headers.get('purpose')} ${headers.get('sec-purpose')}`)
  )
}

function writeLater(): void {
  const at = ledger()
  if (at.timer !== null || at.waiting.size === 0) return
  at.timer = setTimeout(async () => {
    await writeUses(false)
    at.timer = null
    writeLater()
  }, COLLECT_MS).unref()
}

/** Writes the uses that are due; all of them when the process ends. */
export async function writeUses(all: boolean): Promise<void> {
  const { waiting, writtenMs } = ledger()
  const nowMs = Date.now()
  for (const [token, ms] of writtenMs) if (nowMs - ms >= WRITE_MS) writtenMs.delete(token)
  const due = [...waiting].filter(([token]) => all || !writtenMs.has(token)).toSorted(byToken)
  for (const [token] of due) {
    waiting.delete(token)
    writtenMs.set(token, nowMs)
  }
  const uses = due.map(([token, { atMs, idleMs }]) => ({
    token,
    at: new Date(atMs),
    until: new Date(atMs + idleMs),
  }))
  try {
    await outsideRequests(async () => {
      await recordUses(bank().db, uses, sessionTimes().lifetimeMs)
      await sweep(nowMs)
    })
  } catch (error) {
    logFailure('Recording the use of sessions failed; retrying', error)
    for (const [token, use] of due) {
      writtenMs.delete(token)
      if (!waiting.has(token)) waiting.set(token, use)
    }
  }
}

/** In one order, so that two processes don't wait for each other's rows. */
function byToken([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

async function sweep(nowMs: number): Promise<void> {
  const at = ledger()
  if (nowMs - at.sweptMs < SWEEP_MS) return
  at.sweptMs = nowMs
  await forgetChallenges(bank().db, new Date(nowMs - KEPT_MS))
}
