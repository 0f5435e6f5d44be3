import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { embeddedBinaries } from './binaries.mjs'
import { durableSettings } from './cluster.mjs'
import { initialise } from './initialise.mjs'
import { placesIn } from './layout.mjs'
import { ownerUrl } from './owner.mjs'
import { ended, startPostmaster } from './postmaster.mjs'
import { makeFolder } from './throw-away.mjs'

/**
 * A durable cluster in a temporary folder, to be killed repeatedly. No supervisor restarts it; the
 * caller does. `kill` ends all processes of PostgreSQL at once with SIGKILL; `start` resolves after
 * recovery.
 * @param {{ settings?: string[] }} options settings that override the durable ones
 */
export async function openKillable({ settings = [] } = {}) {
  const folder = makeFolder()
  const places = placesIn(folder)
  const binDir = embeddedBinaries({ account: places.account, copies: places.binaries })
  await initialise({ places, binDir, sync: false })
  const config = {
    binDir,
    cluster: places.cluster,
    sockets: places.sockets,
    log: places.log,
    switch: places.account.switch,
    settings: [...durableSettings, ...settings],
    remove: null,
    hurry: true,
    restartsMax: 0,
  }
  let child = null
  async function start() {
    const started = await startPostmaster(config, { isCancelled: () => false, isLending: false })
    if (!started.child) throw new Error('Another process runs the database of this soak.')
    child = started.child
  }
  function killNow() {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const family = [child.pid, ...childrenOf(child.pid)]
    for (const pid of family) signal(pid)
  }
  process.once('exit', killNow)
  await start()
  return {
    url: ownerUrl(places),
    places,
    start,
    async kill() {
      killNow()
      await ended(child)
    },
    async close() {
      process.removeListener('exit', killNow)
      killNow()
      await ended(child)
      for (const made of [places.sockets, folder]) rmSync(made, { recursive: true, force: true })
    },
  }
}

function childrenOf(parent) {
  const rows = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).split('\n')
  const pairs = rows.map(row => row.trim().split(/\s+/).map(Number))
  return pairs.filter(([, ppid]) => ppid === parent).map(([pid]) => pid)
}

function signal(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
