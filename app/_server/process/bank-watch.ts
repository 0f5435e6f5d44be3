import 'server-only'
import { logger } from '@/app/_server/log/logger'
import { type Meters, meters, outcomeOf } from '@/app/_server/metrics/meters'
import { watchPool } from '@/app/_server/metrics/pools'
import { traceBatch, traceCommand } from '@/app/_server/traces/command-spans'
import { traceQuery } from '@/app/_server/traces/query-spans'
import { tracing } from '@/app/_server/traces/tracing'
import type { Options, PendingQuery } from '@/db/connection'
import type { EventStore } from '@/db/event-store'
import type { RunBatch } from '@/domain/event-sourcing/command-executor'
import type { Answer, CommandEnvelope, Ports } from '@/domain/event-sourcing/ports'

type Execute = (envelope: CommandEnvelope) => Promise<Answer>

/** Logs, counts and traces each command. Enters the queue at once, as `execute` does. */
export function watchedExecute(execute: Execute): Execute {
  const counted = meters()
  const log = logger()
  return async envelope => {
    const begunMs = performance.now()
    const endSpan = traceCommand(envelope)
    const answer = await execute(envelope)
    const ms = performance.now() - begunMs
    counted?.command(answer, ms / 1000)
    endSpan?.(outcomeOf(answer))
    if (log.isLevelEnabled('debug')) {
      const { commandId, command, stream, actor, correlationId } = envelope
      const ids = { commandId, correlationId: correlationId ?? undefined, actorId: actor.id }
      const of = { type: command.type, aggregateType: stream.type, streamId: stream.id }
      const durationMs = Math.round(ms * 10) / 10
      log.debug({ ...ids, ...of, outcome: outcomeOf(answer), durationMs }, 'command')
    }
    return answer
  }
}

/** Runs batches on ports that count and trace the six steps. */
export function watchedBatches(
  ports: Ports,
  run: (ports: Ports, ...batch: Parameters<RunBatch>) => ReturnType<RunBatch>,
): RunBatch {
  const counted = meters()
  const its = counted ? countedPorts(counted, ports) : ports
  const runBatch: RunBatch = tracing()
    ? (commands, attemptOf) => traceBatch(commands, its, traced => run(traced, commands, attemptOf))
    : (commands, attemptOf) => run(its, commands, attemptOf)
  if (!counted) return runBatch
  return async (commands, attemptOf) => {
    const answers = await runBatch(commands, attemptOf)
    const conflicts = answers.reduce((sum, its) => sum + (its === 'conflict' ? 1 : 0), 0)
    counted.batch(commands.length, conflicts)
    return answers
  }
}

function countedPorts(counted: Meters, ports: Ports): Ports {
  return {
    ...ports,
    load: (...asked) => timed(counted.loaded, () => ports.load(...asked)),
    save: units => timed(counted.appended, () => ports.save(units)),
  }
}

/** How the reads of the store are counted; those that are not named are not. */
const KINDS = {
  getEventsForAggregate: 'stream',
  getEventStream: 'stream',
  readEvents: 'stream',
  readStoredEvent: 'event',
  readTimeline: 'timeline',
  readLogTimeline: 'timeline',
  readLog: 'timeline',
  readRefusals: 'timeline',
  readNewest: 'overview',
  readNewestOfEach: 'overview',
  readRecentFlows: 'overview',
  readDayTotals: 'overview',
  readCourse: 'course',
  readCourseByDate: 'course',
  explain: 'explanation',
  explainByDate: 'explanation',
  differences: 'comparison',
  foldSteps: 'fold',
} as const satisfies Partial<Record<keyof EventStore, string>>

/** The store with its reads timed; the same store when nobody counts. */
export function watchedReads(store: EventStore): EventStore {
  const counted = meters()
  if (!counted) return store
  const timedReads = Object.entries(KINDS).map(([name, kind]) => {
    const read = store[name as keyof typeof KINDS] as (...asked: unknown[]) => Promise<unknown>
    const observe = (seconds: number) => counted.read(kind, seconds)
    return [name, (...asked: unknown[]) => timed(observe, () => read(...asked))]
  })
  const { stateAt } = store
  return {
    ...store,
    ...Object.fromEntries(timedReads),
    stateAt: (...asked) => timed(counted.asOf, () => stateAt(...asked)),
  }
}

/** Failures are timed too: a time-out is the slowest read of all. */
async function timed<Result>(
  observe: (seconds: number) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const begunMs = performance.now()
  try {
    return await work()
  } finally {
    observe((performance.now() - begunMs) / 1000)
  }
}

/**
 * What sees the queries of a client: for the metrics, for traces, and then `onquery`, which may
 * reject them. Without metrics and traces it is `onquery` itself.
 */
export function watchedQueries(
  pool: string,
  max: number,
  onquery?: Options['onquery'],
): Pick<Options, 'onquery'> {
  const count = meters() ? watchPool(pool, max) : null
  const isTraced = tracing() !== null
  if (!count && !isTraced) return onquery ? { onquery } : {}
  return {
    onquery(query: PendingQuery) {
      if (isTraced) traceQuery(query, pool)
      count?.(query)
      return onquery?.(query) ?? true
    },
  }
}
