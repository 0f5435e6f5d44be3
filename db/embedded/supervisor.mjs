// Runs PostgreSQL as long as somebody uses it: the process that started this one, by keeping its
// standard input open, and every holder of a lease. When the last of them is gone, killed or not,
// PostgreSQL is ended, so no kill -9 leaves an orphan. A PostgreSQL that dies is restarted.
import { appendFileSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { lend } from './lease.mjs'
import { ended, startPostmaster } from './postmaster.mjs'

const stopLimitMs = 30_000
const restartDelayMs = 100
const restartDelayMsMax = 5_000
/** After running this long a database has recovered, and its restarts count from zero. */
const healthyAfterMs = 5_000

/** @type {import('./postmaster.mjs').Config} */
const config = JSON.parse(process.argv[2] ?? '{}')
let isStarterThere = true
let leases = 0
let isStopping = false
let child = null
let lending = null

process.stdin.on('error', starterLeaves)
process.stdin.on('end', starterLeaves)
process.stdin.on('close', starterLeaves)
process.stdin.resume()
process.stdout.on('error', () => undefined)
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop)

try {
  await supervise()
} catch (error) {
  note(error.message)
  report({ failed: error.message })
  process.exitCode = 1
} finally {
  if (config.remove !== null) rmSync(config.remove, { recursive: true, force: true })
  // An open lease would keep this process and the lease's holder waiting.
  process.exit()
}

async function supervise() {
  const first = await startPostmaster(config, { isCancelled, isLending: false })
  if (first === 'other') return report({ other: true })
  if (first === 'cancelled') return
  child = first.child
  lending = await lend(config.sockets, count => {
    leases = count
    considerStopping()
  })
  report({ ready: true })
  for (let restarts = 0; ; restarts += 1) {
    const since = Date.now()
    if (isStopping) await end(child)
    await ended(child)
    if (isStopping) return
    if (Date.now() - since > healthyAfterMs) restarts = 0
    if (restarts >= config.restartsMax) throw new Error('PostgreSQL died too many times.')
    note(`PostgreSQL ended (${child.signalCode ?? child.exitCode}); starting it again`)
    if (restarts > 0 && !config.hurry) await delay(backoffMs(restarts))
    const next = await startPostmaster(config, { isCancelled, isLending: true })
    if (next === 'other' || next === 'cancelled') return
    child = next.child
  }
}

function isCancelled() {
  return isStopping
}

function backoffMs(restarts) {
  return Math.min(restartDelayMs * 2 ** restarts, restartDelayMsMax)
}

function starterLeaves() {
  isStarterThere = false
  considerStopping()
}

function considerStopping() {
  if (isStarterThere || leases > 0) {
    lending?.release()
    if (!isStarterThere) report({ kept: true })
  } else stop()
}

function stop() {
  if (isStopping) return
  isStopping = true
  lending?.stop()
  if (child !== null) void end(child)
}

/** Fast shutdown, then immediate, then SIGKILL. A throw-away cluster starts with immediate. */
async function end(process_) {
  const order = config.hurry ? ['SIGQUIT', 'SIGKILL'] : ['SIGINT', 'SIGQUIT', 'SIGKILL']
  for (const signal of order) {
    process_.kill(signal)
    const timer = new AbortController()
    await Promise.race([
      ended(process_),
      delay(stopLimitMs, undefined, { signal: timer.signal }).catch(() => undefined),
    ])
    timer.abort()
    if (process_.exitCode !== null || process_.signalCode !== null) return
  }
}

function report(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

function note(text) {
  appendFileSync(config.log, `${new Date().toISOString()} daybook: ${text}\n`)
}
