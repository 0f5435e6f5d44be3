import { chownSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { clearTheWay } from './postmaster.mjs'
import { run } from './program.mjs'
import { secretIn } from './secret-file.mjs'

const owner = 'daybook'
const limitMs = 20_000
const retryMs = 200

/** Requires a password: access to the socket alone does not make the owner. */
const rules = '# Written by Daybook: a password for everybody.\nlocal all all scram-sha-256\n'

/** @typedef {ReturnType<typeof import('./layout.mjs').placesIn>} Places */

/**
 * The URL of the embedded database for its owner. It has no password where none exists yet: a
 * running bank of an earlier version trusts everyone who opens its socket.
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
 * Gives the owner of a stopped cluster a password, in a file that PostgreSQL's account can't read,
 * and requires passwords from everybody from then on. If it is killed half way, it is repeated.
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
 * The same if necessary: for a cluster of an earlier version, or if the password file is gone.
 * Remains of a killed bank may hold the cluster for a while.
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
