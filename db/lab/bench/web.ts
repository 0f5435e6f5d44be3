import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const START_TIMEOUT_MS = 300_000
const POLL_MS = 200
const TELLER = 'teller@example.com'
const ADMIN = 'admin@example.com'
const PASSWORD = 'daybook-demo'

/** Sends a request on one of the connections kept alive. @throws Error for an unexpected status */
type Ask = (
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  status?: number,
) => Promise<string>

/** The production server on a database, as `npm start` runs it. */
export type WebServer = {
  /** Asks as a teller who is signed in. */
  readonly ask: Ask
  /** Asks as a service, by a token that has every right of a teller's token. */
  readonly askByToken: Ask
  close(): Promise<void>
}

export async function startWeb(url: string, connections: number): Promise<WebServer> {
  const data = mkdtempSync(join(tmpdir(), 'daybook-bench-'))
  const port = await freePort()
  const start = fileURLToPath(new URL('../../../app/_run/start.mjs', import.meta.url))
  const env = {
    ...process.env,
    ...{ DATABASE_URL: url, DAYBOOK_DEMO: 'on', DAYBOOK_DATA: data, PORT: String(port) },
    // All callers are one teller.
    DAYBOOK_COMMANDS_PER_MINUTE: '100000000',
  }
  const child = spawn(process.execPath, [start], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const stop = async () => {
    const ended = child.exitCode === null ? once(child, 'exit') : null
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const base = { host: '127.0.0.1', port, agent }
  try {
    const deadline = performance.now() + START_TIMEOUT_MS
    while (!(await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null))?.ok) {
      if (child.exitCode !== null || performance.now() > deadline) {
        throw new Error('The web server did not start.')
      }
      await sleep(POLL_MS)
    }
    const as = (credentials: Record<string, string>): Ask =>
      asker(base, { 'content-type': 'application/json', ...credentials })
    const origin = `http://127.0.0.1:${port}`
    const [teller, admin] = [await signIn(origin, TELLER), await signIn(origin, ADMIN)]
    const made = await as({ origin, cookie: admin })('POST', '/api/tokens', newToken(), 201)
    const { token }: { token: string } = JSON.parse(made)
    return {
      ask: as({ origin, cookie: teller }),
      askByToken: as({ authorization: `Bearer ${token}` }),
      async close() {
        agent.destroy()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function asker(base: RequestOptions, headers: Record<string, string>): Ask {
  return async (method, path, body, status = 200) => {
    const sent = request({ ...base, method, path, headers })
    sent.end(body === undefined ? undefined : JSON.stringify(body))
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    let text = ''
    for await (const chunk of answer.setEncoding('utf8')) text += chunk
    if (answer.statusCode === status) return text
    throw new Error(`${method} ${path} was answered with ${answer.statusCode}: ${text}`)
  }
}

/** The cookie of a new session. */
async function signIn(origin: string, email: string): Promise<string> {
  const signedIn = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password: PASSWORD }),
  })
  const cookies = signedIn.headers.getSetCookie().map(line => line.split(';')[0])
  if (signedIn.ok && cookies.length > 0) return cookies.join('; ')
  throw new Error(`Signing in was answered with ${signedIn.status}.`)
}

function newToken() {
  return {
    name: 'Benchmark',
    role: 'teller',
    scopes: ['accounts:read', 'commands:write'],
    expiresAt: new Date(Date.now() + 24 * 3_600_000).toISOString(),
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}
