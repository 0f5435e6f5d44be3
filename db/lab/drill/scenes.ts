import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freeze } from '../../testing/freeze'
import type { DrillBank } from './bank'
import { type Answer, judge, KINDS, type Load, seconds } from './load'

const WARM_MS_MAX = 60_000
const WARM_ANSWERS = 5
/** A deadline starts when the web server accepts a request: it must keep up before the scene. */
const WARM_ANSWER_MS = 500
const AFTER_MS = 5_000
const RECOVERY_MS_MAX = 30_000
const STOPPED_MS = 30_000
const LOCKED_MS = 25_000
const FULL_MS = 15_000
const FILL_LIMIT_MS = 60_000
/** How long after a commit health may report ok. */
const WELL_MS = 3_000
const POLL_MS = 50
const CHUNK = Buffer.alloc(1024 * 1024)

export type Stage = {
  readonly bank: DrillBank
  readonly load: Load
  /** The folder of the database. */
  readonly data: string
  readonly say: (line: string) => void
  readonly fault: (line: string) => void
}

/** Something that happens to a bank under load. */
export type Scene = (stage: Stage) => Promise<void>

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
  tell(stage, 'stopped', within(load.answers, sinceMs + 100, untilMs - 500))
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
    tell(stage, `${table} locked`, within(load.answers, sinceMs, untilMs))
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
  for (const { kind, status, detail } of during) {
    const isReading = !['command', 'health'].includes(kind)
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

/** Waits until each kind of request is answered with 200, and returns how long that took. */
async function recover({ load, say, fault }: Stage, what: string, sinceMs: number): Promise<void> {
  const kinds = new Set(load.answers.map(({ kind }) => kind))
  const times = new Map<string, number>()
  while (times.size < kinds.size && performance.now() - sinceMs < RECOVERY_MS_MAX) {
    for (const { kind, status, atMs, tookMs } of load.answers) {
      if (status !== 200 || atMs + tookMs < sinceMs || times.has(kind)) continue
      times.set(kind, atMs + tookMs - sinceMs)
    }
    await sleep(POLL_MS)
  }
  for (const kind of kinds) if (!times.has(kind)) fault(`${kind} does not work again`)
  const each = [...times].map(([kind, ms]) => `${kind} ${seconds(ms)}`)
  say(`first 200 after it was ${what}: ${each.join(', ')}`)
  await sleep(AFTER_MS)
}

/** Waits until a bank that has just started answers each kind of request without delay. */
async function warm({ answers }: Load): Promise<void> {
  const isWarm = (kind: string) => {
    const last = answers.filter(answer => answer.kind === kind).slice(-WARM_ANSWERS)
    return last.length === WARM_ANSWERS && last.every(({ tookMs }) => tookMs < WARM_ANSWER_MS)
  }
  const deadline = performance.now() + WARM_MS_MAX
  while (!(answers.length > 0 && KINDS.every(isWarm)) && performance.now() < deadline) {
    await sleep(POLL_MS)
  }
}

function within(answers: readonly Answer[], sinceMs: number, untilMs: number): Answer[] {
  return answers.filter(({ atMs }) => atMs >= sinceMs && atMs < untilMs)
}

function tell({ say }: Stage, what: string, answers: readonly Answer[]): void {
  say(`asked while ${what}:`)
  for (const line of judge(answers).lines) say(`  ${line}`)
}
