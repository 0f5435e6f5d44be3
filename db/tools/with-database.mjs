import { spawn } from 'node:child_process'
import { openDatabase } from '../embedded/cluster.mjs'
import { APP_LOGIN, ARCHIVIST_LOGIN, loginUrl } from '../logins.mjs'

const leash = new URL('../embedded/leash.mjs', import.meta.url).href

/** Tools that need fewer rights than the owner's. */
const logins = { archive: ARCHIVIST_LOGIN, backup: APP_LOGIN, feed: APP_LOGIN, people: APP_LOGIN }

/**
 * Runs a tool with a migrated database: a running embedded server is joined; otherwise one is
 * started for the tool, which gets the signals of this process.
 * @param {{ tool: string, command: string[], folder?: string, migrate: (env: NodeJS.ProcessEnv) =>
 *   Promise<unknown> }} options `command` has the arguments of Node
 * @returns {Promise<number>} the exit code, by the convention of shells after a signal
 */
export async function runWithDatabase({ tool, command, folder, migrate }) {
  let child = null
  let isStopped = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      isStopped = true
      // The terminal sends Ctrl-C to the tool as well.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child?.kill(signal)
    })
  }
  const database = await openDatabase({
    log: line => console.error(line),
    onLost: error => {
      console.error(`The database connection was lost. ${error.message}`)
      child?.kill('SIGTERM')
    },
  })
  try {
    const env = { ...process.env, DATABASE_URL: database.url }
    await migrate(env)
    if (isStopped) return 1
    const login = Object.hasOwn(logins, tool) ? logins[tool] : null
    const url = login === null ? database.url : loginUrl(database.url, login)
    return await new Promise((resolve, reject) => {
      child = spawn(process.execPath, ['--import', leash, ...command], {
        cwd: folder,
        env: { ...env, DATABASE_URL: url, DAYBOOK_LEASH: '1' },
        stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      })
      child.once('error', reject)
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
    })
  } finally {
    await database.close()
  }
}
