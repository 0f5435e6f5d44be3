import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cleanEnvironment, startNode, stop } from '../../checks/child.mjs'
import { findFreePort } from '../../checks/server.mjs'

const START_LIMIT_MS = 1_800_000
const ASK_MS = 100

/** The settings that all instances on a database share. */
export function sharedSettings(databaseUrl) {
  return {
    DATABASE_URL: databaseUrl,
    BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    BETTER_AUTH_URL: 'http://bank.example.com',
    DAYBOOK_DEMO: 'on',
    DAYBOOK_IDLE_STAFF_MINUTES: '240',
    TRUSTED_PROXIES: '1',
  }
}

/**
 * A place at a port of its own where one release after the other may run. `folder` is a release, or a
 * clone of the project, which is run by its start script.
 * @param {Record<string, string>} settings
 */
export async function openPlace(settings) {
  const port = await findFreePort()
  const baseUrl = `http://127.0.0.1:${port}`
  let running = null
  let isReady = false
  let isClosed = false
  const watching = watch()

  /** As a proxy asks for health. Releases before `ready` have /api/health only. */
  async function watch() {
    while (!isClosed) {
      isReady = running !== null && (await isWell(baseUrl))
      await sleep(ASK_MS)
    }
  }

  async function start(folder) {
    const isRelease = existsSync(join(folder, 'daybook.mjs'))
    const args = isRelease ? [join(folder, 'daybook.mjs'), 'serve'] : ['app/_run/start.mjs']
    const own = { ...settings, PORT: String(port), DAYBOOK_DATA: join(folder, '.daybook-drill') }
    running = startNode(args, { env: cleanEnvironment(own), cwd: folder })
    let isOver = false
    void running.finished.then(() => {
      isOver = true
    })
    const limit = performance.now() + START_LIMIT_MS
    while (!isReady) {
      if (isOver || performance.now() > limit) {
        throw new Error(`The instance did not start.\n${running.output()}`)
      }
      await sleep(ASK_MS)
    }
  }

  return {
    baseUrl,
    isReady: () => isReady,
    start,
    /** As a proxy that is told first, and then by SIGTERM. */
    async stop() {
      if (running !== null) await stop(running)
      running = null
    },
    /** kill -9 of the launcher and the web server at once. */
    async kill() {
      process.kill(-running.child.pid, 'SIGKILL')
      await running.finished
      running = null
    },
    async close() {
      isClosed = true
      await watching
      if (running !== null) await stop(running)
    },
  }
}

async function isWell(baseUrl) {
  try {
    const signal = AbortSignal.timeout(5_000)
    const ready = await fetch(`${baseUrl}/api/health/ready`, { signal })
    if (ready.status !== 404) return ready.ok
    return (await fetch(`${baseUrl}/api/health`, { signal })).ok
  } catch {
    return false
  }
}
