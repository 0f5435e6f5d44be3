import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freeze } from '../../testing/freeze'
import { killed } from './killed'
import { type Answer, seconds } from './load'
import { readOnly } from './read-only'
import { readySays, recover, refusedFor, type Scene, tell, warm, within } from './stage'

const STOPPED_MS = 30_000
const LOCKED_MS = 25_000
const FULL_MS = 15_000
const FILL_LIMIT_MS = 60_000
/** How long after a commit health may report ok. */
const WELL_MS = 3_000
const POLL_MS = 50
const CHUNK = Buffer.alloc(1024 * 1024)

/** PostgreSQL is stopped with all its processes for half a minute, then resumed. */
const stopped: Scene = async stage => {
  const { bank, load } = stage
  const postmaster = await bank.postmaster()
  await warm(load)
  const sinceMs = performance.now()
  const goOn = freeze(postmaster)
  await sleep(STOPPED_MS)
  goOn()
  const untilMs = performance.now()
  await recover(stage, 'resumed', untilMs)
  // Requests in flight may be served after the resume.
  const during = within(load.answers, sinceMs + 100, untilMs - 500)
  tell(stage, 'stopped', during)
  // What was asked shortly before the resume may have been answered after it.
  readySays(stage, 'database', within(during, sinceMs, untilMs - 2_000), sinceMs)
}

/** A table is locked for longer than any request waits. */
const locked =
  (table: string): Scene =>
  async stage => {
    const { bank, load } = stage
    await warm(load)
    const sinceMs = performance.now()
    await bank.owner.begin(async tx => {
      await tx.unsafe(`lock table ${table} in access exclusive mode`)
      await sleep(LOCKED_MS)
    })
    const untilMs = performance.now()
    stage.say(`locked from ${seconds(sinceMs)} to ${seconds(untilMs)}`)
    await recover(stage, 'unlocked', untilMs)
    const during = within(load.answers, sinceMs, untilMs)
    tell(stage, `${table} locked`, during)
    readySays(stage, 'readable', within(during, sinceMs, untilMs - 2_000), sinceMs)
    // Commands find another lock first when nobody can sign in.
    if (table !== 'auth_sessions') refusedFor(stage, 'locked', during)
  }

/** The database's file system is filled to the last byte, then freed. */
const full: Scene = async stage => {
  const { data, load, say, fault } = stage
  await warm(load)
  const filler = join(data, 'filler')
  const fillFrom = performance.now()
  let refusedMs: number | null = null
  while (refusedMs === null && performance.now() - fillFrom < FILL_LIMIT_MS) {
    fill(filler)
    refusedMs = load.answers.find(isFull)?.atMs ?? null
    await sleep(POLL_MS)
  }
  if (refusedMs === null) fault('no command was refused for a full storage')
  else
    say(
      `refused after ${seconds(refusedMs - fillFrom)} with “${load.answers.find(isFull)?.detail}”`,
    )
  const sinceMs = performance.now()
  for (const end = sinceMs + FULL_MS; performance.now() < end; await sleep(POLL_MS)) fill(filler)
  const untilMs = performance.now()
  rmSync(filler)
  const during = within(load.answers, sinceMs, untilMs)
  tell(stage, 'full', during)
  refusedFor(stage, 'full', during)
  readySays(stage, 'disk', during, sinceMs)
  for (const { kind, status, detail } of during) {
    const isReading = !['command', 'health', 'ready'].includes(kind)
    if (isReading && status !== 200) fault(`${kind} was answered with ${status} ${detail}`)
  }
  for (const said of during.filter(isWell)) {
    // Pages with some space left still take a row now and then.
    const isTrue = during.some(({ kind, status, atMs, tookMs }) => {
      const beforeMs = said.atMs + said.tookMs - (atMs + tookMs)
      return kind === 'command' && status === 200 && beforeMs > 0 && beforeMs < WELL_MS
    })
    if (!isTrue) fault('health said ok, and nothing had been recorded just before')
  }
  await recover(stage, 'freed', untilMs)
}

function isWell({ kind, status }: Answer): boolean {
  return kind === 'health' && status === 200
}

function isFull({ kind, status, detail }: Answer): boolean {
  return kind === 'command' && status === 503 && /storage is full/.test(detail)
}

/** The tables that a drill may lock: written by commands, read by lists, used for sessions. */
const TABLES = ['events', 'accounts', 'commands', 'auth_sessions'] as const

export const SCENES: Readonly<Record<string, Scene>> = {
  stopped,
  locked: locked(TABLES[0]),
  ...Object.fromEntries(TABLES.map(table => [`locked:${table}`, locked(table)])),
  full,
  'read-only': readOnly,
  killed,
}

/** Appends to a file until no space is left, including space freed since. */
function fill(file: string): void {
  const descriptor = openSync(file, 'a')
  try {
    for (let size = CHUNK.length; size >= 1; ) {
      try {
        writeSync(descriptor, CHUNK, 0, size)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
        size = Math.floor(size / 16)
      }
    }
  } finally {
    closeSync(descriptor)
  }
}
