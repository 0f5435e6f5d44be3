import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeUses } from '@/app/_server/people/sessions/use'
import { cookieOf, letPeopleIn, openOwner, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { POST as tellUse } from './session/route'

let close: () => Promise<void>
let owner: ReturnType<typeof openOwner>

beforeAll(async () => {
  close = await openTestBank()
  owner = openOwner()
  await letPeopleIn()
})
afterAll(async () => {
  await owner.end()
  await close()
})

/** The minutes until the only session ends. */
async function minutesLeft(): Promise<number> {
  const [row] = await owner<{ left: number }[]>`
    select round(extract(epoch from expires_at - now()) / 60)::int as left from auth_sessions`
  return row?.left ?? 0
}

test('a page tells that its session is used, from this site only', async () => {
  const cookie = await cookieOf('owner')
  const tell = (more: Record<string, string>) =>
    tellUse(
      new Request('http://localhost:3000/api/session', {
        method: 'POST',
        headers: { cookie, ...more },
      }),
    )
  await owner`update auth_sessions set expires_at = expires_at - interval '25 minutes'`
  expect((await tell({ origin: 'http://elsewhere.example' })).status).toBe(403)
  await writeUses(true)
  expect(await minutesLeft()).toBe(5)
  const answer = await tell({})
  expect(await answer.json()).toEqual({ userId: PEOPLE.owner.userId, leftSeconds: 30 * 60 })
  await writeUses(true)
  expect(await minutesLeft()).toBe(30)
  expect((await tell({ cookie: '' })).status).toBe(401)
})
