import { expect, test, vi } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { bank } from '@/app/_server/process/bank'
import { movement, PEOPLE } from '@/app/_server/testing/bank'
import { hearLog } from '@/app/_server/testing/log-lines'
import { GET as list } from './accounts/route'
import { POST as command } from './commands/route'
import { GET as health } from './health/route'

const BASE = 'http://localhost:3000'

test('without a database every endpoint answers 503 with one sentence', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:9/nothing')
  vi.stubEnv('BETTER_AUTH_SECRET', 'a secret of the tests, long enough')
  const log = hearLog()
  // A signed cookie, without which no session would be looked up.
  const cookie = `daybook.session_token=${await signedToken('token')}`
  const answers = [
    await health(new Request(`${BASE}/api/health`)),
    await list(new Request(`${BASE}/api/accounts`, { headers: { cookie } })),
    await command(new Request(`${BASE}/api/commands`, { method: 'POST', headers: { cookie } })),
  ]
  for (const answer of answers) {
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.text()).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|\.ts:\d/)
  }
  const deposit = movement('Deposit', crypto.randomUUID(), '1.00')
  for (const viewer of [PEOPLE.teller, PEOPLE.owner]) {
    expect(await dispatch(viewer, deposit)).toMatchObject({ problem: { status: 503 } })
  }
  log.stop()
  expect(log.lines.length).toBeGreaterThan(0)
  for (const line of log.lines) expect(line).not.toMatch(/select|token/)
  await bank().close()
})

async function signedToken(token: string): Promise<string> {
  const secret = new TextEncoder().encode(process.env.BETTER_AUTH_SECRET)
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(token))
  return encodeURIComponent(`${token}.${Buffer.from(signature).toString('base64')}`)
}
