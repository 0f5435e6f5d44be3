// node db/tools/run.mjs TOOL ...ARGUMENTS: runs db/tools/TOOL.ts, or db/lab/X.ts for lab/X, with a
// database. A running embedded server is joined; otherwise one is started for the tool.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../embedded/cluster.mjs'
import { guardDriver } from '../embedded/driver-guard.mjs'
import { APP_LOGIN, ARCHIVIST_LOGIN, loginUrl } from '../logins.mjs'
import { ensureInstalled, requireNode } from './packages.mjs'
import { projectFolder, runScript, stopPrograms } from './programs.mjs'

const leash = new URL('../embedded/leash.mjs', import.meta.url).href
const [tool, ...rest] = process.argv.slice(2)
const file = join(projectFolder, 'db', tool?.startsWith('lab/') ? '' : 'tools', `${tool}.ts`)
/** Tools that need fewer rights than the owner's. */
const logins = { archive: ARCHIVIST_LOGIN, feed: APP_LOGIN, people: APP_LOGIN }

let child = null
let isStopped = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isStopped = true
    stopPrograms()
    // The terminal sends Ctrl-C to the tool as well.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child?.kill(signal)
  })
}

try {
  if (!/^(lab\/)?[a-z-]+$/.test(tool ?? '') || !existsSync(file)) {
    throw new Error(`Unknown tool "${tool ?? ''}".`)
  }
  process.exitCode = await runTool()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function runTool() {
  requireNode()
  await ensureInstalled()
  guardDriver()
  const database = await openDatabase({
    log: line => console.error(line),
    onLost: error => {
      console.error(`The database connection was lost. ${error.message}`)
      child?.kill('SIGTERM')
    },
  })
  try {
    const env = { ...process.env, DATABASE_URL: database.url }
    await runScript('db/migrate.ts', { env, what: 'Migrating the database' })
    if (isStopped) return 1
    const login = Object.hasOwn(logins, tool) ? logins[tool] : null
    return await runChild(
      login === null ? env : { ...env, DATABASE_URL: loginUrl(database.url, login) },
    )
  } finally {
    await database.close()
  }
}

/** Resolves with the exit code, by the convention of shells after a signal. */
function runChild(env) {
  return new Promise((resolve, reject) => {
    child = spawn(process.execPath, ['--import', leash, '--import', 'tsx', file, ...rest], {
      cwd: projectFolder,
      env: { ...env, DAYBOOK_LEASH: '1' },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}
