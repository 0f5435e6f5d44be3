// npm start and, with --dev, npm run dev: all steps from a fresh clone to a running bank. Uses only
// Node, because it runs before anything is installed.
import { mkdirSync } from 'node:fs'
import { openDatabase } from '../../db/embedded/cluster.mjs'
import { guardDriver } from '../../db/embedded/driver-guard.mjs'
import { dataFolder, layOut } from '../../db/embedded/layout.mjs'
import { APP_LOGIN, loginUrl } from '../../db/logins.mjs'
import { ensureInstalled, requireNode } from '../../db/tools/packages.mjs'
import { runScript, stopPrograms } from '../../db/tools/programs.mjs'
import { buildEnvironment, ensureBuilt } from './build.mjs'
import { claimFolder } from './claim.mjs'
import { demoRefusal, readDemo } from './demo.mjs'
import { signInSecret } from './secrets.mjs'
import { requireSettings } from './settings.mjs'
import { step } from './steps.mjs'
import { readPort, requireFreePort, startWeb } from './web.mjs'

const repeatedSignalMs = 1_000
const isDev = process.argv.includes('--dev')
/** Clean-up functions for shutdown, run in reverse order. */
const undo = []
let stoppingSince = null
/** Tells the next start in this data folder that this one ends. */
let sayEnding = () => {}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0))

try {
  await start()
} catch (error) {
  if (stoppingSince === null) await stop(1, error.message)
}

async function start() {
  const port = readPort()
  requireSettings()
  const demo = readDemo()
  const address = `http://localhost:${port}`
  await step('Node', requireNode, () => process.versions.node)
  const folder = await claim(address)
  await requireFreePort(port, folder.wasKilled)
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
    () => serve(port, { ...env, DAYBOOK_DEMO: isDemo ? 'on' : 'off' }),
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
  sayEnding = ends
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
    ...buildEnvironment(),
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

function describePeople({ seeded, signIns, setUpToken }) {
  if (seeded) return 'demo bank created'
  if (setUpToken !== null) return 'nobody yet'
  return signIns.length > 0 ? 'demo bank' : 'ready'
}

function welcome({ signIns, password, setUpToken }, address) {
  if (setUpToken !== null) {
    const link = new URL(`/join/${setUpToken}`, process.env.BETTER_AUTH_URL || address).href
    return `\nNobody can sign in yet. Make yourself administrator within an hour:\n${link}\n`
  }
  if (signIns.length === 0) return ''
  const lines = signIns.map(({ email, role }) => `  ${email.padEnd(32)}${role}\n`)
  return `\nDemo sign-ins, all with the password ${password}:\n${lines.join('')}`
}

async function serve(port, env) {
  const web = await startWeb({
    port,
    isDev,
    env,
    onEnd: how => stop(1, `The web server stopped (${how}).`),
  })
  undo.push(() => web.stop())
  return web
}

/**
 * Cleans up and exits; a second signal during that exits at once, unless it comes within a second:
 * the terminal and npm both forward a single Ctrl-C.
 */
async function stop(code, sentence = '') {
  if (stoppingSince !== null) {
    if (performance.now() - stoppingSince > repeatedSignalMs) process.exit(1)
    return
  }
  stoppingSince = performance.now()
  if (sentence !== '') console.error(`\n${sentence}`)
  stopPrograms()
  undo.push(() => sayEnding())
  for (const work of undo.reverse()) {
    try {
      await work()
    } catch (error) {
      console.error(error.message)
    }
  }
  process.exit(code)
}
