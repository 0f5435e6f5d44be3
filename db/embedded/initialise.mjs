import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { versionOf } from './binaries.mjs'
import { giveTo } from './layout.mjs'
import { letOwnerIn } from './owner.mjs'
import { isAlive } from './processes.mjs'
import { run } from './program.mjs'

const builtinLocaleSince = 17

/**
 * Creates the database cluster unless it exists: in a temporary folder that is renamed at the end,
 * so an interrupted attempt leaves no half-made bank.
 * @param {{ places: ReturnType<typeof import('./layout.mjs').placesIn>, binDir: string, sync?:
 *   boolean }} options
 * @returns {Promise<boolean>} whether it was created now
 */
export async function initialise({ places, binDir, sync = true }) {
  const { cluster, account, base } = places
  const major = versionOf(binDir, account)
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    requireVersion(cluster, major, binDir)
    if (statSync(cluster).uid !== account.uid) giveTo(cluster, account)
    return false
  }
  removeLeftovers(base)
  const fresh = join(base, `${basename(cluster)}.new-${process.pid}`)
  mkdirSync(fresh, { mode: 0o700 })
  if (account.switch.uid !== undefined) chownSync(fresh, account.uid, account.gid)
  try {
    await run(join(binDir, 'initdb'), initdbArguments(fresh, major, sync), account)
    await createDatabase(binDir, fresh, account)
    await letOwnerIn({ places, binDir, cluster: fresh })
    chmodSync(fresh, 0o700)
    renameSync(fresh, cluster)
    return true
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    // Another process was faster; its cluster serves as well.
    if (existsSync(join(cluster, 'PG_VERSION'))) return false
    throw error
  }
}

function initdbArguments(folder, major, sync) {
  const locale =
    major >= builtinLocaleSince
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C']
  return [
    ...['-D', folder, '-U', 'daybook', '-E', 'UTF8', '--data-checksums'],
    ...['--auth-local=reject', '--auth-host=reject'],
    ...locale,
    ...(sync ? [] : ['--no-sync']),
  ]
}

/** Single-user mode: when a cluster appears under its final name, it already has its database. */
async function createDatabase(binDir, folder, account) {
  const options = ['--single', '-D', folder, 'postgres']
  await run(join(binDir, 'postgres'), options, account, 'CREATE DATABASE daybook;\n')
}

function requireVersion(cluster, major, binDir) {
  const stored = Number.parseInt(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), 10)
  if (stored === major) return
  throw new Error(
    `The database in ${cluster} was made by PostgreSQL ${stored}; ${binDir} has ${major}. ` +
      'Use the Daybook that made it, or move the folder away to begin with an empty bank.',
  )
}

/** Removes folders of attempts whose process is gone. */
function removeLeftovers(base) {
  for (const entry of readdirSync(base)) {
    const pid = Number(/^postgres\.new-(\d+)$/.exec(entry)?.[1] ?? Number.NaN)
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue
    rmSync(join(base, entry), { recursive: true, force: true })
  }
}
