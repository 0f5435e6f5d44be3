// npm start and, with --dev, npm run dev: all steps from a fresh clone to a running bank. Uses only
// Node, because it runs before anything is installed.
import { mkdirSync } from 'node:fs'
import { openDatabase } from '../../db/embedded/cluster.mjs'
import { guardDriver } from '../../db/embedded/driver-guard.mjs'
import { dataFolder, layOut } from '../../db/embedded/layout.mjs'
import { APP_LOGIN, loginUrl } from '../../db/logins.mjs'
import { ensureInstalled, requireNode } from '../../db/tools/packages.mjs'
import { projectFolder, runScript, stopPrograms } from '../../db/tools/programs.mjs'
import { ensureBuilt, serveEnvironment } from './build.mjs'
import { claimFolder } from './claim.mjs'
import { demoRefusal, readDemo } from './demo.mjs'
import { followJobs } from './jobs.mjs'
import { openLife } from './life.mjs'
import { describePeople, welcome } from './people.mjs'
import { signInSecret } from './secrets.mjs'
import { requireSettings } from './settings.mjs'
import { step } from './steps.mjs'
import { addressOf, nextCommand, readHost, readPort, requireFreePort, startWeb } from './web.mjs'

const isDev = process.argv.includes('--dev')
const { undo, farewells, stop, isStopping } = openLife(stopPrograms)

try {
  await start()
} catch (error) {
  if (!isStopping()) await stop(1, error.message)
}

async function start() {
  const [host, port] = [readHost(), readPort()]
  requireSettings()
  const demo = readDemo()
  const address = addressOf(host, port)
  await step('Node', requireNode, () => process.versions.node)
  const folder = await claim(address)
  await requireFreePort({ host, port, isPatient: folder.wasKilled })
  await step('packages', ensureInstalled, isNew => (isNew ? 'installed' : 'up to date'))
  await step('driver', guardDriver, isNew => (isNew ? 'patched' : 'already patched'))
  if (!isDev) {
    await step('build', ensureBuilt, isNew => (isNew ? 'built' : 'up to date'))
  }
  const database = await step('database', openBank, describeDatabase)
  undo.push(() => database.close())
  const env = { ...webEnvironment(port, database.url, folder.path), DAYBOOK_DEMO: demo.seeds }
  await step(
    'migrations',
    () => migrate(database.url),
    () => 'up to date',
  )
  const people = await step(
    'people',
    () => preparePeople({ ...env, DATABASE_OWNER_URL: database.url }),
    describePeople,
  )
  if (demo.isOff && people.signIns.length > 0) throw new Error(demoRefusal(people.signIns))
  const isDemo = people.signIns.length > 0
  const web = await step(
    'web server',
    () => serve({ host, port }, { ...env, DAYBOOK_DEMO: isDemo ? 'on' : 'off' }, database.url),
    () => (isDev ? 'hot reload' : 'ready'),
  )
  if (folder.path !== dataFolder()) console.log(`\nThe database is stored in ${folder.path}.`)
  console.log(`\nDaybook is running at ${address}\n${welcome(people, address)}`)
  web.letSpeak()
}

/** With DATABASE_URL any number of starts may share the folder, which holds a secret only. */
async function claim(address) {
  const data = dataFolder()
  if (process.env.DATABASE_URL) {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    return { path: data, wasKilled: false }
  }
  const path = layOut(data).base
  const { wasKilled, ends, release } = await claimFolder(path, {
    command: isDev ? 'npm run dev' : 'npm start',
    address,
  })
  undo.push(release)
  farewells.push(ends)
  return { path, wasKilled }
}

function openBank() {
  return openDatabase({
    onLost: error =>
      stop(1, `The database connection was lost and could not be restored. ${error.message}`),
  })
}

function describeDatabase({ owned }) {
  if (process.env.DATABASE_URL) return 'from DATABASE_URL'
  return owned ? 'embedded PostgreSQL' : 'embedded PostgreSQL, already running'
}

/**
 * The web process's environment: a login that can append to the log, and not the owner's.
 */
function webEnvironment(port, ownerUrl, folder) {
  const { DAYBOOK_DATA: _, ...inherited } = process.env
  return {
    ...inherited,
    ...serveEnvironment(),
    NODE_ENV: isDev ? 'development' : 'production',
    PORT: String(port),
    DATABASE_URL: loginUrl(ownerUrl, APP_LOGIN),
    BETTER_AUTH_SECRET: signInSecret(folder),
    // Health looks at the space there. With DATABASE_URL the disk is on another machine, or set.
    ...(process.env.DATABASE_URL ? {} : { DAYBOOK_DISK_FOLDER: folder }),
  }
}

function migrate(ownerUrl) {
  const env = { ...process.env, DATABASE_URL: ownerUrl }
  return runScript('db/migrate.ts', { env, what: 'Migrating the database' })
}

/** Idempotent; returns the demo sign-ins, and the token that sets up a bank without people. */
async function preparePeople(env) {
  const conditions = ['react-server']
  const said = await runScript('app/_server/demo/seed.ts', {
    env,
    conditions,
    what: 'Preparing the people of the bank',
  })
  return JSON.parse(said)
}

/** Does the jobs that administrators asked for, with the owner's login. */
function doJobs(ownerUrl) {
  const env = { ...process.env, DATABASE_URL: ownerUrl }
  return runScript('db/tools/jobs.ts', { env, what: 'A job' })
}

async function serve(place, env, ownerUrl) {
  const web = await startWeb({
    ...place,
    command: nextCommand(isDev ? 'dev' : 'start', place),
    folder: projectFolder,
    env,
    onMessage: followJobs(() => doJobs(ownerUrl)),
    onEnd: how => stop(1, `The web server stopped (${how}).`),
  })
  undo.push(() => web.stop())
  return web
}
