import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connectLease } from './lease.mjs'
import { isPostgres, releaseDeadLocks } from './locks.mjs'
import { isAlive } from './processes.mjs'
import { programEnvironment } from './program.mjs'

const startLimitMs = 20_000
const pollMs = 15
const retryMs = 200
/** How long an unsupervised database may run before it is ended. */
const orphanAfterMs = 2_000
const logBytesMax = 5_000_000

/**
 * What a supervisor runs.
 * @typedef {{ binDir: string, cluster: string, sockets: string, log: string, switch: { uid?:
 *   number, gid?: number }, settings: string[], remove: string | null, hurry: boolean, restartsMax:
 *   number }} Config `remove` is a folder to delete at the end; with `hurry` PostgreSQL is ended
 *   without a checkpoint and restarted without a pause
 */

/**
 * Starts PostgreSQL and waits until it accepts connections. After a kill its lock files can block
 * the start for a second or two, and a killed supervisor leaves an orphaned database: both are
 * waited for, or ended, within 20 seconds. `other` means that another supervisor has it.
 * @param {Config} config
 * @param {{ isCancelled: () => boolean, isLending: boolean }} caller `isLending`: the lease that
 *   answers is the caller's own
 * @returns {Promise<{ child: import('node:child_process').ChildProcess } | 'other' | 'cancelled'>}
 */
export async function startPostmaster(config, { isCancelled, isLending }) {
  const deadline = Date.now() + startLimitMs
  const since = Date.now()
  rotateLog(config.log)
  for (;;) {
    if (isCancelled()) return 'cancelled'
    const offset = existsSync(config.log) ? statSync(config.log).size : 0
    releaseDeadLocks(config)
    const child = spawnPostgres(config)
    if (await becomesReady(child, config.cluster)) return { child }
    const said = readFileSync(config.log).subarray(offset).toString('utf8').trim()
    const lease = isLending ? null : await connectLease(config.sockets)
    if (lease !== null) {
      lease.close()
      return 'other'
    }
    if (!/lock file|shared memory|already in use|another (?:server|postmaster)/i.test(said)) {
      throw new Error(`PostgreSQL can’t start:\n${said.split('\n').slice(-8).join('\n')}`)
    }
    if (Date.now() > deadline) {
      throw new Error(`PostgreSQL can’t start, because its folder is in use:\n${said}`)
    }
    if (Date.now() - since > orphanAfterMs) clearTheWay(config.cluster)
    await delay(retryMs)
  }
}

/** The process id in postmaster.pid and whether that server accepts connections, or null. */
export function readPostmaster(cluster) {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null
  } catch {
    return null
  }
}

/** Resolves when the process has ended. */
export function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(resolve => child.once('exit', () => resolve()))
}

/**
 * By default glibc returns memory to the system after each statement that took more than 128 kB and
 * requests it again for the next: more than half of the time of a lone command. With these settings
 * a backend keeps up to 4 MB; other C libraries ignore them.
 */
const serverEnvironment = {
  ...programEnvironment,
  MALLOC_TRIM_THRESHOLD_: String(4 * 1024 * 1024),
  MALLOC_MMAP_THRESHOLD_: String(1024 * 1024),
}

function spawnPostgres(config) {
  const log = openSync(config.log, 'a', 0o600)
  try {
    const settings = config.settings.flatMap(setting => ['-c', setting])
    return spawn(
      join(config.binDir, 'postgres'),
      ['-D', config.cluster, '-k', config.sockets, ...settings],
      { cwd: '/', env: serverEnvironment, stdio: ['ignore', log, log], ...config.switch },
    )
  } finally {
    closeSync(log)
  }
}

async function becomesReady(child, cluster) {
  let failed = false
  child.once('error', () => {
    failed = true
  })
  while (!failed && child.exitCode === null && child.signalCode === null) {
    const found = readPostmaster(cluster)
    if (found?.pid === child.pid && found?.ready) return true
    await delay(pollMs)
  }
  return false
}

/** Ends a database whose supervisor was killed, and removes the locks of a dead one. */
export function clearTheWay(cluster) {
  releaseDeadLocks({ cluster })
  const found = readPostmaster(cluster)
  if (found?.ready && isAlive(found.pid) && isPostgres(found.pid)) process.kill(found.pid, 'SIGINT')
}

function rotateLog(log) {
  if (existsSync(log) && statSync(log).size > logBytesMax) renameSync(log, `${log}.1`)
}
