import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BackupDone, backUp } from '../../backup/backup'
import { type RestoreDone, restoreBackup } from '../../backup/restore'
import { asApplication } from '../../connection'
import { createEventStore } from '../../event-store'
import { importFile } from '../../import/import-file'
import { sendTo, transferOf } from '../../testing/backup-bank'
import {
  balancesOf,
  type DrillServer,
  fill,
  newDatabase,
  openDrillServer,
  replayRate,
} from './bank'

/** What a scene says, and the faults that it finds. */
export type Stage = {
  readonly folder: string
  readonly events: number
  readonly book: string
  say(line: string): void
  fault(line: string): void
}

export type Scene = (stage: Stage) => Promise<void>

/** A backup of a large bank and its restore, beside the replay of its log in the same run. */
async function volume({ folder, events, say, fault }: Stage): Promise<void> {
  await onServer('embedded', async server => {
    const url = await newDatabase(server)
    await fill(url, events)
    const start = performance.now()
    const made = await make(url, folder)
    const seconds = (performance.now() - start) / 1000
    const size = await sizeOf(made.folder)
    say(
      `backup: ${made.events} events in ${seconds.toFixed(1)} s: ${rate(made.events, seconds)} events/s; ` +
        `${(made.bytes / made.events).toFixed(0)} bytes an event, ${(size / made.events).toFixed(0)} with all tables`,
    )
    const again = performance.now()
    const next = await make(url, folder)
    say(`again, with ${next.events} new events: ${seconds3(performance.now() - again)} s`)
    const replay = await replayRate(url)
    const done = await restore(server, folder)
    const loadMs = done.loadMs ?? 0
    const load = done.events / (loadMs / 1000)
    const whole = done.events / ((loadMs + done.rebuildMs) / 1000)
    say(`replay: ${Math.round(replay)} events/s`)
    say(
      `restore: log ${seconds3(loadMs)} s (${Math.round(load)} events/s, ${(load / replay).toFixed(2)} × replay), ` +
        `read models ${seconds3(done.rebuildMs)} s (with them ${Math.round(whole)} events/s, ${(whole / replay).toFixed(2)} ×), ` +
        `check ${seconds3(done.checkMs)} s, ${done.differences.length} differences`,
    )
    const wrong = await differing(url, done.url, say)
    if (wrong > 0 || done.differences.length > 0 || done.events !== made.events)
      fault('The restored bank differs.')
  })
}

/** Real accounts, backed up again and again while they pay each other, and restored elsewhere. */
async function load({ folder, book, say, fault }: Stage): Promise<void> {
  await onServer('embedded', async server => {
    const url = await newDatabase(server)
    const imported = await importFile({ url, file: book, source: 'berka', currency: 'CZK' })
    if (imported.outcome !== 'imported') return fault(`The import was ${imported.outcome}.`)
    const accounts = [...(await balancesOf(url)).keys()]
    const stop = new AbortController()
    const store = createEventStore(asApplication(url))
    let sent = 0
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = writer; !stop.signal.aborted; n += 8) {
        const [from = '', to = ''] = [
          accounts[n % accounts.length],
          accounts[(n * 7 + 3) % accounts.length],
        ]
        if (from !== to) await sendTo(store, transferOf(from, to, '0.01')).then(() => sent++)
      }
    })
    const counts: number[] = []
    for (let n = 0; n < 4; n++) counts.push((await make(url, folder)).events)
    stop.abort()
    await Promise.all(writers)
    await store.close()
    const last = await make(url, folder)
    say(
      `${accounts.length} accounts, ${sent} transfers beside four backups of ${counts.join(', ')} events, then ${last.events}`,
    )
    const elsewhere = await openDrillServer('embedded')
    if (!elsewhere) return fault('There is no embedded server.')
    try {
      const done = await restore(elsewhere, folder)
      say(`restored on another server: ${done.differences.length} differences`)
      const wrong = await differing(url, done.url, say)
      if (wrong > 0) fault(`${wrong} balances differ.`)
      if (done.differences.length > 0) fault('The projections differ.')
    } finally {
      await elsewhere.close()
    }
  })
}

/** How many accounts differ between two banks, in version or balance. */
async function differing(one: string, other: string, say: Stage['say']): Promise<number> {
  const [before, after] = [await balancesOf(one), await balancesOf(other)]
  const ids = new Set([...before.keys(), ...after.keys()])
  const equal = [...ids].filter(id => before.get(id) === after.get(id)).length
  say(`${equal} of ${ids.size} balances are equal`)
  return ids.size - equal
}

/** From the embedded server to the system's, which is older, and back. */
async function engines({ folder, book, say, fault }: Stage): Promise<void> {
  await onServer('embedded', async embedded => {
    const system = await openDrillServer('system')
    if (!system) return say('There is no other PostgreSQL on this machine: nothing to go to.')
    try {
      const url = await newDatabase(embedded)
      await importFile({ url, file: book, source: 'berka', currency: 'CZK' })
      let at = url
      for (const [n, server] of [system, embedded].entries()) {
        const own = join(folder, `leg-${n}`)
        await make(at, own)
        const done = await restore(server, own)
        say(
          `to ${server.name}: ${done.events} events, epoch ${done.epoch}, ${done.differences.length} differences`,
        )
        const wrong = await differing(url, done.url, say)
        if (wrong > 0 || done.differences.length > 0) fault(`${server.name} has another bank.`)
        at = done.url
      }
    } finally {
      await system.close()
    }
  })
}

export const SCENES: Readonly<Record<string, Scene>> = { volume, load, engines }

async function onServer(which: 'embedded', work: (server: DrillServer) => Promise<void>) {
  const server = await openDrillServer(which)
  if (!server) throw new Error('The embedded PostgreSQL does not run here.')
  await work(server).finally(() => server.close())
}

async function make(url: string, folder: string): Promise<BackupDone> {
  const made = await backUp({ url: asApplication(url), folder, keepDays: null })
  if (made.outcome !== 'done') throw new Error('Another process makes a backup.')
  return made
}

async function restore(
  server: DrillServer,
  folder: string,
): Promise<RestoreDone & { url: string }> {
  const url = await newDatabase(server)
  return { ...(await restoreBackup({ url, folder, until: null })), url }
}

async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = files
    .filter(file => file.isFile())
    .map(async file => (await stat(join(file.parentPath, file.name))).size)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

const rate = (count: number, seconds: number) => Math.round(count / seconds)
const seconds3 = (ms: number) => (ms / 1000).toFixed(1)

export async function newFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-drill-backup-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
