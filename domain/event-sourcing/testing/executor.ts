import {
  type Clock,
  createExecutor,
  type ExecutorLimits,
  type RunBatch,
} from '@/domain/event-sourcing/command-executor'
import type { Answer, CommandEnvelope, TroubleReason } from '@/domain/event-sourcing/ports'

export const command = (commandId: string, accountId = commandId): CommandEnvelope => ({
  commandId,
  stream: { type: 'BankAccount', id: accountId },
  actor: { id: 'u', name: 'U', role: 'teller' },
  correlationId: null,
  command: { type: 'Deposit', amount: '1', note: null },
})
export const reused: Answer = { outcome: 'reused' }
export const busy: Answer = { outcome: 'unavailable', reason: 'busy' }
export const outage: Answer = { outcome: 'unavailable', reason: 'outage' }
export const slow: Answer = { outcome: 'unavailable', reason: 'slow' }
export const fault: Answer = { outcome: 'unavailable', reason: 'fault' }
const limits: ExecutorLimits = { queueMax: 3, batchMax: 2, batchesMax: 1, deadlineMs: 1000 }
const fail = (error: unknown) => {
  throw error
}

/** An executor that starts without end then fails its test; else it would hang the process. */
const STARTS_MAX = 1_000

/** A clock that is moved by hand. */
function handClock() {
  let nowMs = 0
  let timers: { readonly atMs: number; readonly run: () => void }[] = []
  let starts = 0
  const clock: Clock = {
    nowMs: () => nowMs,
    soon: run => {
      if (++starts < STARTS_MAX) queueMicrotask(() => queueMicrotask(run))
    },
    after: (delayMs, run) => {
      timers.push({ atMs: nowMs + delayMs, run })
    },
  }
  return {
    clock,
    /** How often the executor has asked for `soon`, and the timers that it waits for. */
    asked: () => ({ starts, timers: timers.length }),
    pass(ms: number) {
      for (const endMs = nowMs + ms; ; ) {
        const next = timers.toSorted((a, b) => a.atMs - b.atMs)[0]
        nowMs = next && next.atMs <= endMs ? next.atMs : endMs
        if (!next || next.atMs > endMs) return
        timers = timers.filter(timer => timer !== next)
        next.run()
      }
    },
  }
}

/** A handler that answers a batch when it is told to, and remembers what it was given. */
export function gate() {
  const batches: string[][] = []
  const open: (() => void)[] = []
  const run: RunBatch = async commands => {
    batches.push(commands.map(({ commandId }) => commandId))
    await new Promise<void>(resolve => open.push(resolve))
    return commands.map(() => reused)
  }
  return { run, batches, open }
}

/** Until all that can go on without the outside has. */
export const settled = () => new Promise(resolve => setImmediate(resolve))

export function start(
  run: RunBatch,
  changed: Partial<ExecutorLimits> = {},
  onFailure: (error: unknown) => void = fail,
  troubleOf?: (error: unknown) => TroubleReason | null,
  lanesOf: (command: CommandEnvelope) => readonly string[] = one => [one.stream.id],
) {
  const hand = handClock()
  const its = createExecutor(
    run,
    lanesOf,
    { ...limits, ...changed },
    hand.clock,
    onFailure,
    troubleOf,
  )
  return { ...hand, ...its }
}
