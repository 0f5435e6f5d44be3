import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { embeddedBinaries } from './binaries.mjs'
import { initialise } from './initialise.mjs'
import { dataFolder, layOut } from './layout.mjs'
import { connectLease } from './lease.mjs'
import { ownerUrl, requireOwnerPassword } from './owner.mjs'

const supervisorFile = fileURLToPath(new URL('supervisor.mjs', import.meta.url))
const attemptsMax = 50
const lossesMax = 3
const restartsMax = 10
const lossWindowMs = 60_000

/** Every cluster of Daybook: reachable on its socket only, and durable. */
export const durableSettings = [
  'listen_addresses=',
  'unix_socket_permissions=0700',
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'timezone=UTC',
  'log_timezone=UTC',
]

/**
 * The database to use: the one in DATABASE_URL, else the embedded PostgreSQL of the data folder,
 * which is joined if it runs and started if not. It runs until every process that opened it has
 * closed it or died. `onLost` is called when it is gone and can't be brought back.
 * @param {{ data?: string, log?: (line: string) => void, onLost?: (error: Error) => void }} options
 * @returns {Promise<{ url: string, owned: boolean, close(): Promise<void> }>} `owned`: whether this
 *   call started it
 */
export async function openDatabase({ data = dataFolder(), log = () => {}, onLost } = {}) {
  if (process.env.DATABASE_URL) {
    return { url: process.env.DATABASE_URL, owned: false, close: async () => {} }
  }
  const places = layOut(data)
  if (places.base !== data) log(`the database is kept in ${places.base}`)
  return hold(places, () => startEmbedded(places, log), onLost)
}

async function startEmbedded(places, log) {
  const binDir = embeddedBinaries({ account: places.account, copies: places.binaries })
  if (await initialise({ places, binDir })) log(`created a new database in ${places.cluster}`)
  await requireOwnerPassword({ places, binDir })
  return {
    binDir,
    cluster: places.cluster,
    sockets: places.sockets,
    log: places.log,
    switch: places.account.switch,
    settings: durableSettings,
    remove: null,
    hurry: false,
    restartsMax,
  }
}

/**
 * Joins the database that is lent in these places, or starts a supervisor; does so again when the
 * database is lost.
 * @param {import('./owner.mjs').Places} places
 * @param {() => Promise<import('./postmaster.mjs').Config>} prepare
 * @returns {Promise<{ url: string, owned: boolean, close(): Promise<void> }>} `url` is the owner's
 */
export async function hold(places, prepare, onLost = () => {}) {
  const { sockets } = places
  let share = await acquire(sockets, prepare)
  const { owned } = share
  let isClosing = false
  let regaining = Promise.resolve()
  let losses = []

  function watch() {
    void share.lost.then(() => {
      if (!isClosing) regaining = regain()
    })
  }

  async function regain() {
    losses = [...losses.filter(at => at > Date.now() - lossWindowMs), Date.now()]
    try {
      if (losses.length > lossesMax) throw new Error('The database was lost too many times.')
      share = await acquire(sockets, prepare)
      watch()
    } catch (error) {
      if (!isClosing) onLost(error)
    }
  }

  async function close() {
    isClosing = true
    await regaining
    await share.close()
  }

  watch()
  return { url: ownerUrl(places), owned, close }
}

async function acquire(sockets, prepare) {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const lease = await connectLease(sockets)
    if (lease !== null) return { ...lease, owned: false }
    const started = await startSupervisor(await prepare())
    if (started !== 'other') return { ...started, owned: true }
  }
  throw new Error('The database could not be joined: its supervisor kept changing.')
}

/**
 * Starts the supervisor in its own process group, which Ctrl-C doesn't reach.
 * @param {import('./postmaster.mjs').Config} config
 * @returns {Promise<'other' | { lost: Promise<void>, close(): Promise<void> }>}
 */
function startSupervisor(config) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [supervisorFile, JSON.stringify(config)], {
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    child.stdin.on('error', () => undefined)
    child.on('error', reject)
    const lost = new Promise(done => child.once('exit', () => done()))
    let isKept = () => {}
    const kept = new Promise(done => {
      isKept = done
    })
    void lost.then(() => reject(new Error('PostgreSQL ended while it was starting.')))
    createInterface({ input: child.stdout }).on('line', line => {
      const message = JSON.parse(line)
      if (message.failed) reject(new Error(message.failed))
      if (message.other) resolve('other')
      if (message.kept) isKept()
      if (!message.ready) return
      const close = async () => {
        child.stdin.end()
        await Promise.race([lost, kept])
        child.stdout.destroy()
        child.unref()
      }
      resolve({ lost, close })
    })
  })
}
