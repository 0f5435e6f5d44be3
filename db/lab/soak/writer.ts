// One writing process of the soak: several callers on one executor, with the feed running. It takes
// orders on standard input and reports on standard output, where a write is done when it returns.

import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { Command } from '@/domain/bank-account/decisions'
import { createExecutor } from '@/domain/event-sourcing/command-executor'
import { handleCommands } from '@/domain/event-sourcing/command-handler'
import { lanesIn } from '@/domain/event-sourcing/operation'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { systemClock } from '../../append/system-clock'
import { asApplication, databaseUrl, openSql } from '../../connection'
import { createEventStore } from '../../event-store'
import { startFeed } from '../../feed/runner'
import { accountIdFor } from '../../ids'
import { SUBSCRIBERS } from '../../projections/subscribers'
import { isOutage, troubleOf } from '../../trouble/failures'
import { createDice } from './dice'
import { heardOf, type Order, type Report } from './messages'

const CALLERS = 6
const ACTOR = { id: 'soak', name: 'Soak', role: 'teller' }
/** The maximum pause after a rejection, and the maximum simulated transit time of an answer. */
const RETRY_MS = 20
const TRANSIT_MS = 4

const dice = createDice(Number(process.argv[2]))
const url = asApplication(databaseUrl())
const feed = startFeed(openSql(url), SUBSCRIBERS, (error, loop) => {
  if (!isOutage(error)) fail(`feed, ${loop}`, error)
})
const store = createEventStore(url, feed.ring)
const executor = createExecutor(
  (commands, attemptOf) => handleCommands(commands, store, attemptOf),
  lanesIn(store.registry),
  { queueMax: 1000, batchMax: 100, batchesMax: 2, deadlineMs: 60_000 },
  systemClock,
  error => {
    if (!isOutage(error)) fail('command', error)
  },
  troubleOf,
)
let accounts: string[] = []
let writing = false
let underWay: Promise<unknown>[] = []

createInterface({ input: process.stdin })
  .on('line', line => void obey(JSON.parse(line)))
  .on('close', () => process.exit())
report({ kind: 'ready' })

async function obey(order: Order): Promise<void> {
  if (order.kind === 'send') {
    underWay.push(...order.envelopes.map(send))
  } else if (order.kind === 'write') {
    accounts = [...order.accounts]
    writing = true
    underWay.push(...Array.from({ length: CALLERS }, call))
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
    const envelope = draw()
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
  await pause(dice.between(0, TRANSIT_MS))
  const heard = heardOf(answer)
  if (heard) report({ kind: 'answered', commandId, heard })
  else {
    const reason = answer.outcome === 'unavailable' ? answer.reason : ''
    report({ kind: 'unanswered', commandId, reason })
  }
  return heard !== null
}

/** A new command; its correlation id names the intention, however often it is sent. */
function draw(): CommandEnvelope {
  const commandId = randomUUID()
  if (dice.chance(3)) {
    const accountId = accountIdFor(commandId)
    accounts.push(accountId)
    return envelopeOf(commandId, accountId, creation())
  }
  const type = dice.chance(60) ? 'Deposit' : 'Withdraw'
  const amount = `${dice.between(1, 90)}.${dice.between(10, 99)}`
  return envelopeOf(commandId, dice.pick(accounts), { type, amount, note: null })
}

function creation(): Command {
  const [currency, openingBalance] = ['EUR', `${dice.between(0, 500)}.00`]
  return {
    type: 'CreateAccount',
    owner: 'Soak',
    currency,
    openingBalance,
    reference: null,
    customerId: null,
  }
}

function envelopeOf(commandId: string, accountId: string, command: Command): CommandEnvelope {
  const stream = { type: bankAccount.type, id: accountId }
  return { commandId, stream, actor: ACTOR, correlationId: commandId, command }
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
