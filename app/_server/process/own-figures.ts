import 'server-only'
import { randomUUID } from 'node:crypto'
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'

/** What only this process knows of itself. */
type Own = {
  readonly id: string
  readonly startedAt: Date
  readonly delays: IntervalHistogram
  refused: number
}

/** How exactly the delay of the event loop is measured, in milliseconds. */
const RESOLUTION_MS = 20

declare global {
  var daybookOwnFigures: Own | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function own(): Own {
  if (globalThis.daybookOwnFigures) return globalThis.daybookOwnFigures
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delays.enable()
  const its = { id: randomUUID(), startedAt: new Date(), delays, refused: 0 }
  globalThis.daybookOwnFigures = its
  return its
}

/** Which process this is, among all that serve the bank. */
export function thisInstance() {
  const { id, startedAt } = own()
  return { id, startedAt }
}

/** Executes commands, and counts those that back-pressure refused. */
export function countingRefusals(
  execute: (envelope: CommandEnvelope) => Promise<Answer>,
): (envelope: CommandEnvelope) => Promise<Answer> {
  const figures = own()
  return async envelope => {
    const answer = await execute(envelope)
    if (answer.outcome === 'unavailable' && answer.reason === 'busy') figures.refused++
    return answer
  }
}

/** Executes commands, and tells how many of them have no answer yet. */
export function countingUnanswered(execute: (envelope: CommandEnvelope) => Promise<Answer>) {
  let count = 0
  return {
    execute(envelope: CommandEnvelope): Promise<Answer> {
      count++
      return execute(envelope).finally(() => count--)
    },
    unanswered: () => count,
  }
}

/** Commands refused by back-pressure since the process started. */
export function refusedSoFar(): number {
  return own().refused
}

/** How late the event loop was since this was asked last, in milliseconds: the longest delay. */
export function takeEventLoopDelay(): number {
  const { delays } = own()
  const ms = delays.max / 1e6 - RESOLUTION_MS
  delays.reset()
  return Math.max(0, Math.round(ms))
}
