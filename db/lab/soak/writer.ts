// One writing process of the soak: several callers on one executor, with the feed running. It takes
// orders on standard input and reports on standard output, where a write is done when it returns.

import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { createExecutor } from '@/domain/event-sourcing/command-executor'
import { handleCommands } from '@/domain/event-sourcing/command-handler'
import { lanesIn } from '@/domain/event-sourcing/operation'
import type { CommandEnvelope, Unit } from '@/domain/event-sourcing/ports'
import { systemClock } from '../../append/system-clock'
import { asApplication, databaseUrl, openSql } from '../../connection'
import { createEventStore } from '../../event-store'
import { startFeed } from '../../feed/runner'
import { SUBSCRIBERS } from '../../projections/subscribers'
import { isOutage, troubleOf } from '../../trouble/failures'
import { createDice } from './dice'
import { createDrawing } from './draw'
import { heardOf, type Order, type Report } from './messages'

const CALLERS = 6
/** The maximum pause after a rejection, and the maximum simulated transit time of an answer. */
const RETRY_MS = 20
const TRANSIT_MS = 4

const dice = createDice(Number(process.argv[2]))
const url = asApplication(databaseUrl())
const feed = startFeed(openSql(url), SUBSCRIBERS, (error, loop) => {
  if (!isOutage(error)) fail(`feed, ${loop}`, error)
})
const store = createEventStore(url, feed.ring)
const ports = { ...store, save }
const drawing = createDrawing(dice)
const executor = createExecutor(
  (commands, attemptOf) => handleCommands(commands, ports, attemptOf),
  lanesIn(store.registry),
  { queueMax: 1000, batchMax: 100, batchesMax: 2, deadlineMs: 60_000 },
  systemClock,
  error => {
    if (!isOutage(error)) fail('command', error)
  },
  troubleOf,
)
let writing = false
let circle: readonly string[] = []
let losing = false
let underWay: Promise<unknown>[] = []

createInterface({ input: process.stdin })
  .on('line', line => void obey(JSON.parse(line)))
  .on('close', () => process.exit())
report({ kind: 'ready' })

async function obey(order: Order): Promise<void> {
  if (order.kind === 'send') {
    underWay.push(...order.envelopes.map(send))
  } else if (order.kind === 'write') {
    drawing.enter(order)
    circle = order.circle
    writing = true
    underWay.push(...Array.from({ length: CALLERS }, call))
  } else if (order.kind === 'lose') {
    losing = true
  } else {
    writing = false
    await Promise.all(underWay)
    underWay = []
    report({ kind: 'resting' })
  }
}

/** One caller: sends a command, waits for its answer, and usually retries without one. */
async function call(): Promise<void> {
  while (writing) {
    const envelope = drawing.draw()
    while (!(await send(envelope)) && writing && dice.chance(70)) {
      await pause(dice.between(1, RETRY_MS))
    }
  }
}

/** Resolves with whether the command was answered. */
async function send(envelope: CommandEnvelope): Promise<boolean> {
  const { commandId } = envelope
  report({ kind: 'sent', envelope })
  const answer = await executor.execute(envelope)
  drawing.remember(envelope, answer)
  await pause(dice.between(0, TRANSIT_MS))
  const heard = heardOf(answer)
  if (heard) report({ kind: 'answered', commandId, heard })
  else {
    const reason = answer.outcome === 'unavailable' ? answer.reason : ''
    report({ kind: 'unanswered', commandId, reason })
  }
  return heard !== null
}

/** Saves units; when told so, without one side of a transfer, as a store that isn't atomic might. */
async function save(units: readonly Unit[]): Promise<ReadonlySet<Unit>> {
  const whole = losing
    ? units.find(
        ({ streams: [one, other] }) => other && circle.includes(one?.stream.aggregateId ?? ''),
      )
    : undefined
  if (!whole) return store.save(units)
  losing = false
  const half = { ...whole, streams: whole.streams.slice(1) }
  const saved = await store.save(units.map(unit => (unit === whole ? half : unit)))
  losing = !saved.has(half) // it lost a race: the next one, then
  return new Set(units.filter(unit => saved.has(unit === whole ? half : unit)))
}

function fail(where: string, error: unknown): void {
  report({ kind: 'failure', text: `${where}: ${error instanceof Error ? error.stack : error}` })
}

/** Returns when everything is written: a full pipe accepts it a little later. */
function report(message: Report): void {
  let left = Buffer.from(`${JSON.stringify(message)}\n`)
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(1, left))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}
