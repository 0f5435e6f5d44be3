import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cookieOf, letPeopleIn, openTestBank } from '@/app/_server/testing/bank'
import { GET as getAccounts } from './accounts/route'
import { GET as search } from './search/route'

let close: () => Promise<void>
beforeAll(async () => {
  vi.stubEnv('DAYBOOK_SEARCHES_PER_MINUTE', '20')
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await close()
})

test('a list that is filtered by words is a search, counted with the others; without words it is none', async () => {
  const cookie = await cookieOf('teller')
  const ask = async (get: typeof search, address: string) => {
    return get(new Request(`http://localhost:3000${address}`, { headers: { cookie } }))
  }
  for (let n = 0; n < 10; n++) {
    expect((await ask(getAccounts, `/api/accounts?q=jana${n}`)).status).toBe(200)
    expect((await ask(search, `/api/search?q=jana${n}`)).status).toBe(200)
    expect((await ask(getAccounts, '/api/accounts?q=%20&reference=7')).status).toBe(200)
  }
  const refused = await ask(getAccounts, '/api/accounts?q=jana')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask(search, '/api/search?q=jana')).status).toBe(429)
  expect((await ask(getAccounts, '/api/accounts')).status).toBe(200)
})
