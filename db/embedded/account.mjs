import { existsSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, resolve } from 'node:path'

const enterBit = 1
const readBit = 4

/**
 * The account that PostgreSQL runs as. `switch` has the options of spawn() to become it; it is
 * empty for the account of this process.
 * @typedef {{ uid: number, gid: number, name: string, switch: { uid?: number, gid?: number } }}
 *   Account
 */

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the owner of existing files, else as
 * `postgres`, else as `nobody`; other users run it as themselves.
 * @param {string[]} existing folders whose owner decides: the first that exists and isn't root's
 * @returns {Account}
 */
export function chooseAccount(existing) {
  const me = process.getuid?.()
  if (me === undefined) {
    throw new Error(
      'Daybook cannot run its own PostgreSQL on Windows. ' +
        'Use WSL, or set DATABASE_URL to a PostgreSQL server (15 or newer).',
    )
  }
  if (me !== 0) return ownAccount(me)
  const known = readAccounts()
  for (const folder of existing) {
    const uid = existsSync(folder) ? statSync(folder).uid : 0
    const owner = known.find(account => account.uid === uid)
    if (uid !== 0 && owner) return asOther(owner)
  }
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const found = known.find(account => account.name === name && account.uid > 0)
    if (found) return asOther(found)
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither an account "postgres" nor ' +
      '"nobody". Start Daybook as another user, or set DATABASE_URL to a PostgreSQL server.',
  )
}

/** Whether `account` may enter `folder` and every folder above it, by the file modes. */
export function canEnter(folder, account) {
  for (let current = resolve(folder); ; current = dirname(current)) {
    if (!allows(current, account, enterBit)) return false
    if (current === dirname(current)) return true
  }
}

/** Whether `account` may read the file and enter the folders above it. */
export function canReach(file, account) {
  return allows(file, account, readBit) && canEnter(dirname(file), account)
}

function allows(path, account, bit) {
  if (account.switch.uid === undefined) return true
  const { uid, gid, mode } = statSync(path)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & bit) === bit
}

function ownAccount(uid) {
  try {
    const { gid, username } = userInfo()
    return { uid, gid, name: username, switch: {} }
  } catch {
    throw new Error(
      `The user id ${uid} has no entry in /etc/passwd, but PostgreSQL needs one. ` +
        'Start Daybook as a user that has one, or set DATABASE_URL to a PostgreSQL server.',
    )
  }
}

function asOther({ uid, gid, name }) {
  return { uid, gid, name, switch: { uid, gid } }
}

function readAccounts() {
  if (!existsSync('/etc/passwd')) return []
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
    .filter(fields => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}
