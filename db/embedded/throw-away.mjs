import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { canEnter, chooseAccount } from './account.mjs'
import { embeddedBinaries } from './binaries.mjs'
import { durableSettings, hold } from './cluster.mjs'
import { initialise } from './initialise.mjs'
import { placesIn } from './layout.mjs'
import { readPostmaster } from './postmaster.mjs'

/**
 * A kill loses nothing that was committed; a power failure would. Test files that run in parallel
 * share a cluster, and each may have eighty connections.
 */
const quickSettings = ['fsync=off', 'full_page_writes=off', 'max_connections=300']
const readyLimitMs = 30_000
const pollMs = 15
/** Tests kill it repeatedly. */
const restartsMax = 10_000

/**
 * A database cluster for tests, removed when it is closed or when this process ends, even if
 * killed. `binDir` selects another PostgreSQL than the embedded one; `fsync` makes it as durable as
 * the real one; a given `folder` is kept. `kill` kills PostgreSQL and resolves after restart and
 * recovery; `pid` is the process that is killed.
 * @param {{ binDir?: string | null, fsync?: boolean, folder?: string }} options
 */
export async function openThrowAway({ binDir = null, fsync = false, folder } = {}) {
  const temporary = folder ? null : makeFolder()
  const places = placesIn(folder ?? temporary)
  const prepare = async () => {
    const programs =
      binDir ?? embeddedBinaries({ account: places.account, copies: places.binaries })
    await initialise({ places, binDir: programs, sync: fsync })
    return {
      binDir: programs,
      cluster: places.cluster,
      sockets: places.sockets,
      log: places.log,
      switch: places.account.switch,
      settings: fsync ? durableSettings : [...durableSettings, ...quickSettings],
      remove: temporary,
      hurry: true,
      restartsMax,
    }
  }
  const held = await hold(places, prepare)
  return {
    url: held.url,
    folder: places.base,
    pid: () => readPostmaster(places.cluster)?.pid ?? null,
    kill: () => killAndWait(places.cluster),
    async close() {
      await held.close()
      if (temporary !== null) rmSync(temporary, { recursive: true, force: true })
    },
  }
}

async function killAndWait(cluster) {
  const before = readPostmaster(cluster)
  if (before !== null) process.kill(before.pid, 'SIGKILL')
  const deadline = Date.now() + readyLimitMs
  while (Date.now() < deadline) {
    const now = readPostmaster(cluster)
    if (now?.ready && now.pid !== before?.pid) return
    await delay(pollMs)
  }
  throw new Error('The database did not come back after it was killed.')
}

/** The first temporary folder that PostgreSQL's account can enter. */
export function makeFolder() {
  const account = chooseAccount([])
  const parent = [tmpdir(), '/tmp', '/var/tmp'].find(folder => canEnter(folder, account))
  const folder = mkdtempSync(join(parent ?? tmpdir(), 'daybook-test-'))
  chmodSync(folder, account.switch.uid === undefined ? 0o700 : 0o711)
  return folder
}
