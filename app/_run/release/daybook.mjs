// node daybook.mjs VERB: the release's only program to be run by hand.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openDatabase } from '../../../db/embedded/cluster.mjs'
import { requireNode } from '../../../db/tools/packages.mjs'
import { projectFolder } from '../../../db/tools/programs.mjs'
import { runWithDatabase } from '../../../db/tools/with-database.mjs'
import { askHealth } from './ask-health.mjs'
import { migrateDatabase, serve } from './serve.mjs'
import { usage, VERBS } from './verbs.mjs'

const [verb = '', ...rest] = process.argv.slice(2)
const work = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
// Tools run in folders of their own choice.
if (process.env.DAYBOOK_DATA) process.env.DAYBOOK_DATA = resolve(process.env.DAYBOOK_DATA)

try {
  requireNode()
  process.exitCode = (await run()) ?? process.exitCode
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

/** @returns {Promise<number | undefined>} the exit code; undefined: set already, or zero */
async function run() {
  if (verb === '--help' || verb === '-h' || verb === 'help') return print(usage())
  if (verb === '--version' || verb === '-v') return print(version())
  if (work === undefined) {
    const fault = verb === '' ? 'Name a verb.' : `There is no verb "${verb}".`
    console.error(`${fault}\n\n${usage()}`)
    return 2
  }
  if (verb === 'serve') return serve()
  if (verb === 'health') return askHealth()
  if (verb === 'migrate') return migrate()
  if (verb === 'roles') return printRoles()
  const command = [
    join(projectFolder, 'programs', `${work.tool}.mjs`),
    ...(work.first ?? []),
    ...rest,
  ]
  if (rest.includes('--help') && work.first === undefined) return tellUsage(command)
  return runWithDatabase({ tool: work.tool, command, migrate: migrateDatabase })
}

/** Needs no database: the tool is given the name of none. */
function tellUsage(command) {
  const env = { ...process.env, DATABASE_URL: 'postgres:///none' }
  return spawnSync(process.execPath, command, { env, stdio: 'inherit' }).status ?? 1
}

async function migrate() {
  const database = await openDatabase({ log: line => console.error(line) })
  try {
    await migrateDatabase({ ...process.env, DATABASE_URL: database.url })
    return print('The database is up to date.')
  } finally {
    await database.close()
  }
}

/** The program reads its own arguments, so it is given none. */
async function printRoles() {
  process.argv.splice(2)
  await import('../../../db/tools/roles.mjs')
}

function version() {
  const { version: number, commit } = JSON.parse(
    readFileSync(join(projectFolder, 'release.json'), 'utf8'),
  )
  return `daybook ${number} (commit ${commit})`
}

function print(text) {
  console.log(text)
  return 0
}
