// The process that drills kill: pays what is due as the web process does, until nothing is due, and
// ends. DRILL_KILL, such as `Transfer during`, kills it at that point; see scenes.ts. With
// DRILL_STEPWISE it pays as the release before does, one command after the other.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { payDueOrders } from '@/app/_server/process/pay-orders'
import { systemClock } from '@/db/append/system-clock'
import { openSql } from '@/db/connection'
import { createEventStore } from '@/db/event-store'
import { stepwise } from '@/db/lab/stepwise-payments'
import { findDueOrders } from '@/db/payment-orders/payment-orders'
import { openDb } from '@/db/query'
import { createExecutor } from '@/domain/event-sourcing/command-executor'
import { handleCommands } from '@/domain/event-sourcing/command-handler'
import { lanesIn } from '@/domain/event-sourcing/operation'
import type { CommandEnvelope, Unit } from '@/domain/event-sourcing/ports'
import { follow } from './follow'

/** The longest that a commit of a few commands usually takes. */
const COMMIT_MS = 6

const url = process.env.DATABASE_URL ?? ''
const [killedCommand, moment] = (process.env.DRILL_KILL ?? '').split(' ')
const store = createEventStore(url)
const db = openDb(url)
const sql = openSql(url, { max: 4 })
const executor = createExecutor(
  (commands, attemptOf) => handleCommands(commands, { ...store, save }, attemptOf),
  lanesIn(store.registry),
  { queueMax: 1000, batchMax: 100, batchesMax: 2, deadlineMs: 60_000 },
  systemClock,
  error => console.error(error),
)

const parts = { db, store, execute, unanswered: () => 0 }
const payer = process.env.DRILL_STEPWISE ? { ...parts, execute: stepwise(parts) } : parts
do {
  await follow(sql)
  await payDueOrders(payer, new Set(), new Date())
  await follow(sql)
} while ((await findDueOrders(db, new Date(), 1)).length > 0)
await executor.idle()
await Promise.all([store.close(), db.$client.end(), sql.end()])

async function execute(envelope: CommandEnvelope) {
  const isIt = envelope.command.type === killedCommand
  if (isIt && moment === 'before') die()
  const asked = process.env.DRILL_PLANT === 'id' ? withOwnId(envelope) : envelope
  const answer = await executor.execute(asked)
  if (isIt && moment === 'after') die()
  return answer
}

/** Dies at any moment of a transaction: before it reaches the database, within it, or after it. */
async function save(units: readonly Unit[]): Promise<ReadonlySet<Unit>> {
  const isIt = units.some(({ records }) =>
    records.some(({ envelope }) => envelope.command.type === killedCommand),
  )
  if (!isIt || moment !== 'during') return store.save(units)
  const saving = store.save(units)
  await pause(Math.random() * COMMIT_MS)
  die()
  return saving
}

/** A fault to be found: the transfer’s id does not follow from the order. */
function withOwnId(envelope: CommandEnvelope): CommandEnvelope {
  const { command } = envelope
  if (command.type !== 'Transfer') return envelope
  const commandId = randomUUID()
  return { ...envelope, commandId, command: { ...command, transferId: commandId } }
}

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
