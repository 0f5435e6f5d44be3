import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from '../../db/tools/alone.mjs'
import { projectFolder, runProgram } from '../../db/tools/programs.mjs'

const stampFile = join(projectFolder, '.next', 'daybook-build')
const keyFile = join(projectFolder, '.next', 'cache', 'daybook-actions-key')
const sourceFolders = ['app', 'db', 'domain', 'public']
const foldersNotBuilt = ['app/_run', 'db/embedded', 'db/lab', 'db/testing']

/**
 * Makes a production build unless the existing one came from exactly these sources, or waits for the
 * process that is making it.
 * @returns {Promise<boolean>} whether it was built now
 */
export function ensureBuilt() {
  return alone(build)
}

async function build() {
  const environment = buildEnvironment()
  const hash = hashSources(environment)
  const isWhole = ['BUILD_ID', 'standalone/server.js'].every(name =>
    existsSync(join(projectFolder, '.next', name)),
  )
  if (isWhole && readText(stampFile) === hash) return false
  rmSync(stampFile, { force: true })
  await runProgram(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    env: { ...process.env, ...environment, NODE_ENV: 'production' },
    what: 'The build',
  })
  writeFileSync(stampFile, hash)
  return true
}

/**
 * The key that Next.js derives the ids of server actions from is the same in every build, and no
 * secret: a page of the release before can send its forms to this one. What it encrypts while it
 * serves has a secret key of its own.
 */
function buildEnvironment() {
  return {
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: createHash('sha256').update('daybook').digest('base64'),
  }
}

/** The key is kept, so that a page opened before a restart can still submit its forms. */
export function serveEnvironment() {
  return {
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY:
      process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY || actionsKey(),
  }
}

function actionsKey() {
  const found = readText(keyFile)
  if (found !== null && Buffer.from(found, 'base64').length === 32) return found
  mkdirSync(join(projectFolder, '.next', 'cache'), { recursive: true })
  const key = randomBytes(32).toString('base64')
  writeFileSync(keyFile, key, { mode: 0o600 })
  return key
}

function hashSources(environment) {
  const hash = createHash('sha256')
  hash.update(`${process.versions.node.split('.')[0]} ${JSON.stringify(environment)}\n`)
  for (const [name, value] of Object.entries(process.env).sort()) {
    if (name.startsWith('NEXT_PUBLIC_')) hash.update(`${name}=${value}\n`)
  }
  for (const file of listSources()) {
    hash
      .update(`${file}\n`)
      .update(readFileSync(join(projectFolder, file)))
      .update('\n')
  }
  return hash.digest('hex')
}

function listSources() {
  const files = readdirSync(projectFolder, { withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(ts|mjs|json)$/.test(entry.name))
    .map(entry => entry.name)
    .filter(name => name !== 'next-env.d.ts')
  const folders = [...sourceFolders]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (!existsSync(join(projectFolder, folder))) continue
    for (const entry of readdirSync(join(projectFolder, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory() && !foldersNotBuilt.includes(path)) folders.push(path)
      if (entry.isFile() && !/\.test\.\w+$/.test(entry.name)) files.push(path)
    }
  }
  return files.sort()
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
