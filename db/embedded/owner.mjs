import { chownSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { clearTheWay } from './postmaster.mjs'
import { run } from './program.mjs'
import { secretIn } from './secret-file.mjs'

const owner = 'daybook'
const limitMs = 20_000
const retryMs = 200

/** Everybody needs a password: who can open the socket is not yet the owner. */
const rules = '# Written by Daybook: a password for everybody.\nlocal all all scram-sha-256\n'

/** @typedef {ReturnType<typeof import('./layout.mjs').placesIn>} Places */

/**
 * The address of the embedded database as its owner enters it. The password is left out where there
 * is none yet: a bank of an earlier version, which runs still and trusts whoever opens its socket.
 * @param {Places} places
 */
export function ownerUrl({ sockets, password }) {
  const url = new URL('postgres:///daybook')
  url.searchParams.set('host', sockets)
  url.searchParams.set('user', owner)
  if (existsSync(password)) url.searchParams.set('password', readFileSync(password, 'utf8').trim())
  return url.href.replaceAll('%2F', '/')
}

/**
 * Gives the owner of a cluster that does not run a password, which stays in a file that PostgreSQL's
 * account can't read, and from then on asks everybody for theirs. Killed half way, it is done again.
 * @param {{ places: Places, binDir: string, cluster?: string }} options
 */
export async function letOwnerIn({ places, binDir, cluster = places.cluster }) {
  const { account } = places
  const password = secretIn(places.password)
  const statement = `ALTER ROLE ${owner} PASSWORD '${password}';\n`
  await run(join(binDir, 'postgres'), ['--single', '-D', cluster, 'postgres'], account, statement)
  const file = join(cluster, 'pg_hba.conf')
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, rules, { mode: 0o600 })
  if (account.switch.uid !== undefined) chownSync(fresh, account.uid, account.gid)
  renameSync(fresh, file)
}

/**
 * Does so where it is still to be done: in a cluster of an earlier version, or when the file with the
 * password is gone. What is left of a killed bank may hold the cluster for a while.
 * @param {{ places: Places, binDir: string }} options
 */
export async function requireOwnerPassword({ places, binDir }) {
  const deadline = Date.now() + limitMs
  while (!isDone(places)) {
    try {
      await letOwnerIn({ places, binDir })
    } catch (error) {
      if (!/lock file/.test(error.message) || Date.now() > deadline) throw error
      clearTheWay(places.cluster)
      await delay(retryMs)
    }
  }
}

function isDone({ cluster, password }) {
  return existsSync(password) && readFileSync(join(cluster, 'pg_hba.conf'), 'utf8') === rules
}
