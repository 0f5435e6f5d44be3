import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cookieName } from '@/app/_server/http/cookies'
import { letPeopleIn, openTestBank, PASSWORD, PEOPLE } from '@/app/_server/testing/bank'
import { auth, callAuth } from './auth'
import { viewerOf } from './viewer'

let close: () => Promise<void>
beforeAll(async () => {
  vi.stubEnv('BETTER_AUTH_URL', 'https://bank.example')
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await close()
})

const signIn = (headers = new Headers()) =>
  callAuth('/sign-in/email', { email: PEOPLE.teller.email, password: PASSWORD }, headers)

test('by TLS the session’s cookie belongs to this host alone', async () => {
  const [cookie = ''] = (await signIn()).headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-daybook\.session_token=/)
  for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']) {
    expect(cookie).toContain(`; ${attribute}`)
  }
  expect(cookie).not.toMatch(/domain/i)
  const [pair = ''] = cookie.split(';')
  const headers = new Headers({ cookie: pair })
  expect(await viewerOf(headers)).toMatchObject({ email: PEOPLE.teller.email })
  expect((await auth().api.getSession({ headers }))?.user.email).toBe(PEOPLE.teller.email)
})

test.each(['daybook.session_token', '__Secure-daybook.session_token'])(
  'a session under the old name %s is not read, and is removed at the next sign-in',
  async old => {
    const [cookie = ''] = (await signIn()).headers.getSetCookie()
    const value = cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';'))
    const headers = new Headers({ cookie: `x=1; ${old}=${value}` })
    expect(await viewerOf(headers)).toBeNull()
    const again = await signIn(headers)
    expect(again.headers.getSetCookie()).toContainEqual(
      expect.stringMatching(new RegExp(`^${old}=; Path=/; Max-Age=0`)),
    )
    expect((await signIn()).headers.getSetCookie().join()).not.toContain('Max-Age=0')
  },
)

test('without TLS cookies keep their plain name', () => {
  expect(cookieName('daybook.x')).toBe('__Host-daybook.x')
  vi.stubEnv('BETTER_AUTH_URL', '')
  expect(cookieName('daybook.x')).toBe('daybook.x')
  vi.stubEnv('BETTER_AUTH_URL', 'https://bank.example')
})
