import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cleanEnvironment, startNode, stop } from './child.mjs'

const START_TIMEOUT_MS = 300_000
const POLL_MS = 100

/** A temporary folder for one run, and a function that removes it. */
export async function openTempFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-test-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** A free port of the loopback interface. */
export async function findFreePort() {
  const probe = createServer()
  await new Promise((resolve, reject) => {
    probe.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const { port } = probe.address()
  await new Promise(resolve => probe.close(resolve))
  return port
}

/**
 * Starts the bank as `npm start` does, with its data in a folder of its own, and waits until it
 * answers. `units` are its own units, as in DAYBOOK_UNITS; `env` has more settings. Throws with its
 * whole output when it exits before that.
 */
export async function startBank({ data, port, units = '', env: more = {} }) {
  const env = cleanEnvironment({
    ...{ DAYBOOK_DATA: data, PORT: String(port), DAYBOOK_UNITS: units },
    // Tests come from many addresses, as if a proxy had passed them on.
    TRUSTED_PROXIES: '1',
    // Each person signs in once for a whole run, which takes long on a slow machine.
    DAYBOOK_IDLE_STAFF_MINUTES: '240',
    DAYBOOK_IDLE_CUSTOMER_MINUTES: '240',
    DAYBOOK_CONFIRM_MINUTES: '240',
    DAYBOOK_ARCHIVE_AFTER_DAYS: '400',
    ...more,
  })
  const started = startNode(['app/_run/start.mjs'], { env })
  let ended = false
  started.finished.then(() => (ended = true))
  const baseUrl = `http://127.0.0.1:${port}`
  const deadline = performance.now() + START_TIMEOUT_MS
  while (!(await answers(`${baseUrl}/api/health`))) {
    if (ended || performance.now() > deadline) {
      await stop(started)
      throw new Error(`The bank did not start.\n${started.output()}`)
    }
    await sleep(POLL_MS)
  }
  return { baseUrl, process: started, output: started.output, stop: () => stop(started) }
}

/** @throws Error if an answer of the bank, as the first ones, lacks the header of all */
async function answers(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
  if (answer === null) return false
  if (!answer.headers.has('daybook-epoch')) throw new Error(`${url} was answered without the epoch`)
  return answer.ok
}
