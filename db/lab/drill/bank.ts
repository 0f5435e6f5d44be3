import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openSql, type Sql } from '../../connection'
import { openDatabase } from '../../embedded/cluster.mjs'

const START = fileURLToPath(new URL('../../../app/_run/start.mjs', import.meta.url))
const START_LIMIT_MS = 300_000
const POLL_MS = 200
const SIGN_INS_MAX = 10
const TELLER = { email: 'teller@example.com', password: 'daybook-demo' }

/** The bank as `npm start` runs it, on its own database, and a teller's session. */
export type DrillBank = {
  readonly base: string
  /** The headers of the teller's requests. */
  readonly headers: Readonly<Record<string, string>>
  /** A connection of the database's owner. */
  readonly owner: Sql
  /** The process id of its PostgreSQL. */
  postmaster(): Promise<number>
  close(): Promise<void>
}

/** Starts the bank in a data folder, which is created if missing. */
export async function startDrillBank(data: string): Promise<DrillBank> {
  const port = Number(process.env.PORT) || (await findFreePort())
  const { DATABASE_URL: _, ...rest } = process.env
  const env = { ...rest, DAYBOOK_DATA: data, PORT: String(port) }
  const child = spawn(process.execPath, [START], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const base = `http://127.0.0.1:${port}`
  const stop = async () => {
    const ended = child.exitCode === null ? once(child, 'exit') : null
    child.kill('SIGTERM')
    await ended
  }
  try {
    await untilWell(base, () => child.exitCode !== null)
    const headers = await signIn(base)
    const database = await openDatabase({ data })
    const owner = openSql(database.url, { max: 3 })
    return {
      base,
      headers,
      owner,
      async postmaster() {
        const [row] = await owner<{ file: string }[]>`select pg_read_file('postmaster.pid') as file`
        return Number(row?.file.split('\n')[0])
      },
      async close() {
        await owner.end({ timeout: 5 })
        await database.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function untilWell(base: string, hasEnded: () => boolean): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS
  while (!(await fetch(`${base}/api/health`).catch(() => null))?.ok) {
    if (hasEnded() || performance.now() > deadline) throw new Error('The bank does not start.')
    await sleep(POLL_MS)
  }
}

async function signIn(base: string): Promise<Record<string, string>> {
  const json = { 'content-type': 'application/json', origin: base }
  const body = JSON.stringify(TELLER)
  const send = () =>
    fetch(`${base}/api/auth/sign-in/email`, { method: 'POST', headers: json, body })
  let answer = await send()
  // On a busy machine a bank that has just started may not check a password in time.
  for (let tries = 1; answer.status === 503 && tries < SIGN_INS_MAX; tries++) answer = await send()
  if (!answer.ok) throw new Error(`Signing in was answered with ${answer.status}.`)
  const cookies = answer.headers.getSetCookie().map(line => line.split(';')[0])
  return { ...json, cookie: cookies.join('; ') }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}
