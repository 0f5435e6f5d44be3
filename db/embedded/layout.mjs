import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canEnter, chooseAccount } from './account.mjs'

const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
/** For accounts that can't enter the data folder. */
const elsewhereParent = '/var/lib/daybook'
const elsewhereLink = 'elsewhere'
/** The kernel's limit for a socket path is 104 bytes on macOS and 108 on Linux. */
const socketPathBytesMax = 100

/** DAYBOOK_DATA, else `.daybook` in the project. */
export function dataFolder() {
  return resolve(projectFolder, process.env.DAYBOOK_DATA || '.daybook')
}

/**
 * The paths below a data folder; missing folders are created.
 * @param {string} data
 */
export function layOut(data) {
  const isNew = mkdirSync(data, { recursive: true }) !== undefined
  const elsewhere = findElsewhere(data)
  if (elsewhere !== null) return placesIn(elsewhere)
  requireOwn(data)
  requireOwn(join(data, 'postgres'))
  const account = chooseAccount([join(data, 'postgres'), data])
  if (process.getuid() === 0 && statSync(data).uid === 0) chmodSync(data, 0o711)
  else if (isNew) chmodSync(data, 0o700)
  if (canEnter(data, account)) return placesIn(data)
  // Root's home is private, so PostgreSQL's account needs a place outside it.
  const place = join(elsewhereParent, randomBytes(6).toString('hex'))
  mkdirSync(place, { recursive: true })
  chmodSync(elsewhereParent, 0o711)
  chmodSync(place, 0o711)
  symlinkSync(place, join(data, elsewhereLink))
  return placesIn(place)
}

/** The paths below a folder that PostgreSQL's account can enter. */
export function placesIn(folder) {
  const base = realpathSync(folder)
  const account = chooseAccount([join(base, 'postgres'), base])
  return {
    base,
    account,
    cluster: join(base, 'postgres'),
    log: join(base, 'postgres.log'),
    password: join(base, 'owner-password'),
    binaries: join(base, 'binaries'),
    sockets: makeSocketFolder(base, account),
  }
}

export function giveTo(folder, account) {
  if (account.switch.uid === undefined) return
  chownSync(folder, account.uid, account.gid)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) {
      chownSync(join(entry.parentPath ?? entry.path, entry.name), account.uid, account.gid)
    }
  }
}

/** The folder outside a private home that an earlier start chose, or null. */
function findElsewhere(data) {
  const link = join(data, elsewhereLink)
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) return null
  if (existsSync(link)) return realpathSync(link)
  throw new Error(
    `The database of ${data} was kept in ${readlinkSync(link)}, which no longer exists. ` +
      `Put it back, or remove ${link} to begin with an empty bank.`,
  )
}

function requireOwn(folder) {
  const me = process.getuid?.()
  const uid = statSync(folder, { throwIfNoEntry: false })?.uid
  if (uid === undefined || me === 0 || uid === me) return
  throw new Error(
    `The folder ${folder} belongs to another user (id ${uid}). ` +
      'Start Daybook as that user, or set DAYBOOK_DATA to a folder of your own.',
  )
}

function makeSocketFolder(base, account) {
  let folder = join(base, 'socket')
  if (Buffer.byteLength(join(folder, '.s.PGSQL.5432')) > socketPathBytesMax) {
    const short = createHash('sha256').update(base).digest('hex').slice(0, 12)
    folder = join(tmpdir(), `daybook-${account.uid}-${short}`)
  }
  try {
    mkdirSync(folder, { mode: 0o700 })
    if (account.switch.uid !== undefined) chownSync(folder, account.uid, account.gid)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== account.uid) {
    throw new Error(`${folder} should be a folder of ${account.name}, and is not. Remove it.`)
  }
  chmodSync(folder, 0o700)
  return folder
}
