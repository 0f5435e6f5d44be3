import { setTimeout as sleep } from 'node:timers/promises'
import type { DrillBank } from './bank'
import { type Answer, judge, KINDS, type Load, seconds } from './load'

const WARM_MS_MAX = 60_000
const WARM_ANSWERS = 5
/** A deadline starts when the web server accepts a request: it must keep up before the scene. */
const WARM_ANSWER_MS = 500
const AFTER_MS = 5_000
const RECOVERY_MS_MAX = 30_000
const POLL_MS = 50

/** Ready may still share a finding of a second ago, which took two seconds to find out. */
const TOLD_MS = 3_000

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

/** Waits until each kind of request is answered with 200, and returns how long that took. */
export async function recover(
  { load, say, fault }: Stage,
  what: string,
  sinceMs: number,
): Promise<void> {
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
export async function warm({ answers }: Load): Promise<void> {
  const isWarm = (kind: string) => {
    const last = answers.filter(answer => answer.kind === kind).slice(-WARM_ANSWERS)
    return last.length === WARM_ANSWERS && last.every(({ tookMs }) => tookMs < WARM_ANSWER_MS)
  }
  const deadline = performance.now() + WARM_MS_MAX
  while (!(answers.length > 0 && KINDS.every(isWarm)) && performance.now() < deadline) {
    await sleep(POLL_MS)
  }
}

export function within(answers: readonly Answer[], sinceMs: number, untilMs: number): Answer[] {
  return answers.filter(({ atMs }) => atMs >= sinceMs && atMs < untilMs)
}

export function tell({ say }: Stage, what: string, answers: readonly Answer[]): void {
  say(`asked while ${what}:`)
  for (const line of judge(answers).lines) say(`  ${line}`)
}

/** While this lasted, ready must have said so by this check, and never that all is well. */
export function readySays(
  { say, fault }: Stage,
  check: string,
  answers: readonly Answer[],
  sinceMs: number,
): void {
  const told = answers.filter(({ kind, atMs }) => kind === 'ready' && atMs > sinceMs + TOLD_MS)
  const right = told.filter(({ failing }) => failing.includes(check))
  const names = new Set(told.flatMap(({ failing }) => failing))
  say(`ready named “${check}” ${right.length} of ${told.length} times (${[...names].join(', ')})`)
  if (told.some(({ status }) => status === 200)) fault(`ready said all is well, but not “${check}”`)
  if (right.length === 0) fault(`ready never named “${check}”`)
}

/** Commands were refused for this cause alone, once it was there. */
export function refusedFor(
  { say, fault }: Stage,
  reason: string,
  answers: readonly Answer[],
): void {
  const refused = answers.filter(({ kind, status }) => kind === 'command' && status !== 200)
  const right = refused.filter(answer => answer.reason === reason)
  say(`${right.length} of ${refused.length} refused commands told “${reason}”`)
  if (right.length === 0) fault(`no command was refused as “${reason}”`)
  if (refused.some(answer => answer.reason === 'busy')) fault('a command was told “busy”')
}
