import 'server-only'
import type { Answer } from '@/domain/event-sourcing/ports'
import type { createInstruments, Instruments } from './instruments'

/** What the parts of the bank tell the metrics. */
export type Meters = ReturnType<typeof createMeters> & { readonly instruments: Instruments }

declare global {
  var daybookMeters: Meters | undefined
}

/** The meters of this process; null without METRICS_PORT: then nothing is counted. */
export function meters(): Meters | null {
  return globalThis.daybookMeters ?? null
}

/**
 * Starts counting. Before the bank is opened, which asks once for its meters.
 * @param create makes the instruments; passed in so that nobody loads prom-client without need
 */
export function startMeters(create: typeof createInstruments): Meters {
  const instruments = create()
  globalThis.daybookMeters = { ...createMeters(instruments), instruments }
  return globalThis.daybookMeters
}

/** Every outcome of a command, each with its counter. */
function outcomesOf({ commands }: Instruments) {
  const names = [
    ...['accepted', 'refused', 'reused', 'busy', 'fault', 'outage', 'slow', 'locked'],
    ...['connections', 'full', 'read-only', 'memory', 'limit', 'storage'],
  ]
  const known = new Map(names.map(outcome => [outcome, commands.labels(outcome)]))
  for (const counter of known.values()) counter.inc(0)
  return (outcome: string) => known.get(outcome) ?? commands.labels(outcome)
}

function createMeters(instruments: Instruments) {
  const outcome = outcomesOf(instruments)
  return {
    /** A command was answered after this time. */
    command(answer: Answer, seconds: number): void {
      const how = outcomeOf(answer)
      outcome(how).inc()
      instruments.commandSeconds.observe(seconds)
      if (how === 'busy') instruments.refusals.inc()
    },
    /** A batch was carried out; `conflicts` of its commands lost a race. */
    batch(commands: number, conflicts: number): void {
      instruments.batchCommands.observe(commands)
      if (conflicts > 0) instruments.conflicts.inc(conflicts)
    },
    loaded: (seconds: number) => instruments.loadSeconds.observe(seconds),
    appended: (seconds: number) => instruments.appendSeconds.observe(seconds),
    committed: (seconds: number) => instruments.commitSeconds.observe(seconds),
    asOf: (seconds: number) => instruments.asOfSeconds.observe(seconds),
    read: (kind: string, seconds: number) => instruments.readSeconds.labels(kind).observe(seconds),
    request(method: string, route: string, status: number, seconds: number): void {
      instruments.requests.labels(method, route, String(status)).inc()
      instruments.requestSeconds.labels(route).observe(seconds)
    },
  }
}

/** How a command ended, in one word: why it is unavailable, or its outcome. */
export function outcomeOf(answer: Answer): string {
  return answer.outcome === 'unavailable' ? answer.reason : answer.outcome
}
