import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLIENT_HEADER } from '@/app/_server/http/client-address'
import { bank } from '@/app/_server/process/bank'
import { openTestBank } from '@/app/_server/testing/bank'
import { limitSignIn, rememberPerson, waitOf } from './sign-ins'

const SECRET = 'a secret of the tests'
let close: () => Promise<void>
let people = 0

beforeAll(async () => {
  close = await openTestBank()
})
afterAll(() => close())

/** Somebody new. */
const somebody = () => `person-${people++}@example.com`

type Try = { email: string; address: string; cookie?: string; isRight?: boolean }

/** Tries to sign in; says whether the password was looked at. */
async function attempt({ email, address, cookie = '', isRight = false }: Try) {
  let isSeen = false
  const from = new Headers({ [CLIENT_HEADER]: address, cookie })
  const answer = await limitSignIn(email, from, SECRET, async () => {
    isSeen = true
    return new Response(null, { status: isRight ? 200 : 401 })
  })
  const [set = ''] = answer.headers.getSetCookie()
  return { status: answer.status, isSeen, waitS: waitOf(answer), cookie: set.split(';')[0] ?? '' }
}

const addresses = (count: number) =>
  Array.from({ length: count }, (_, at) => `10.1.${at >> 8}.${at & 255}`)

test('a thousand wrong passwords at once: ten are looked at, the others wait', async () => {
  const email = somebody()
  const answers = await Promise.all(addresses(1_000).map(address => attempt({ email, address })))
  expect(answers.filter(({ isSeen }) => isSeen).length).toBeLessThanOrEqual(11)
  const refused = answers.filter(({ isSeen }) => !isSeen)
  expect(refused.every(({ status, waitS }) => status === 429 && waitS >= 1 && waitS <= 60)).toBe(
    true,
  )
})

test('guesses at one person are looked at one after the other, beside everybody else’s', async () => {
  const email = somebody()
  const running = { now: 0, most: 0 }
  let isOtherIn = false
  const from = (address: string) => new Headers({ [CLIENT_HEADER]: address })
  const guesses = addresses(5).map(address =>
    limitSignIn(email, from(address), SECRET, async () => {
      running.now += 1
      running.most = Math.max(running.most, running.now)
      await limitSignIn(somebody(), from('10.7.0.1'), SECRET, async () => {
        isOtherIn = true
        return new Response(null, { status: 200 })
      })
      running.now -= 1
      return new Response(null, { status: 401 })
    }),
  )
  expect((await Promise.all(guesses)).map(({ status }) => status)).toEqual(Array(5).fill(401))
  expect([running.most, isOtherIn]).toEqual([1, true])
})

test('a browser or an address that is known lets its owner in meanwhile', async () => {
  const email = somebody()
  const home = await attempt({ email, address: '10.2.0.1', isRight: true })
  expect(home.cookie).toMatch(/^daybook\.device=/)
  for (const address of addresses(30)) await attempt({ email, address })
  const right = { email, isRight: true }
  expect((await attempt({ ...right, address: '10.3.0.1' })).status).toBe(429)
  expect((await attempt({ ...right, address: '10.2.0.1' })).status).toBe(200)
  const { cookie } = home
  expect((await attempt({ ...right, address: '10.3.0.1', cookie })).status).toBe(200)
  // Not another person, with the same browser.
  const other = somebody()
  for (const address of addresses(11)) await attempt({ email: other, address })
  expect((await attempt({ email: other, address: '10.3.0.1', cookie })).status).toBe(429)
})

test('a browser is known when the code was right too, not by the password alone', async () => {
  const from = new Headers({ [CLIENT_HEADER]: '10.8.0.1' })
  const email = somebody()
  const half = await limitSignIn(email, from, SECRET, async () =>
    Response.json({ twoFactorRedirect: true }),
  )
  expect(half.headers.getSetCookie()).toEqual([])
  const whole = Response.json({ user: { email } })
  await rememberPerson(email, from, SECRET, whole)
  const [set = ''] = whole.headers.getSetCookie()
  const cookie = set.split(';')[0] ?? ''
  for (const address of addresses(12)) await attempt({ email, address })
  const right = { email, address: '10.8.0.2', isRight: true }
  expect((await attempt(right)).status).toBe(429)
  expect((await attempt({ ...right, cookie })).status).toBe(200)
})

test('a known browser that guesses waits too, and nobody else with it', async () => {
  const email = somebody()
  const { cookie } = await attempt({ email, address: '10.2.0.1', isRight: true })
  const guesses = []
  for (const address of addresses(12)) guesses.push(await attempt({ email, address, cookie }))
  expect(guesses.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429, 429])
  expect((await attempt({ email, address: '10.3.0.1', isRight: true })).status).toBe(200)
})

test('a right password forgets the wrong ones before it', async () => {
  const email = somebody()
  const address = '10.4.0.1'
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 9; n++) {
      expect((await attempt({ email, address })).status).toBe(401)
    }
    expect((await attempt({ email, address, isRight: true })).status).toBe(200)
  }
})

test('waits grow with every further wrong password, up to a minute, and end', async () => {
  const email = somebody()
  const address = '10.5.0.1'
  const waits: number[] = []
  for (let n = 0; n < 10; n++) await attempt({ email, address })
  for (let n = 0; n < 6; n++) {
    waits.push((await attempt({ email, address })).waitS)
    // The wait is over: as if so much time had passed.
    await bank().db.execute(`update rate_limits set expire = 0 where key like 'wait:%'`)
    globalThis.daybookBuckets?.waiting.clear()
    expect((await attempt({ email, address })).isSeen).toBe(true)
  }
  // Some of each wait has passed when it is told.
  for (const [at, whole] of [5, 10, 20, 40, 60, 60].entries()) {
    expect(waits[at]).toBeLessThanOrEqual(whole)
    expect(waits[at]).toBeGreaterThan(whole - 5)
  }
})

test('one address that tries many people waits, others don’t', async () => {
  const address = '10.6.0.1'
  const tries = []
  for (let n = 0; n < 210; n++) tries.push(await attempt({ email: somebody(), address }))
  expect(tries.filter(({ isSeen }) => isSeen)).toHaveLength(200)
  expect((await attempt({ email: somebody(), address: '10.6.0.2' })).isSeen).toBe(true)
})

test('IPv6 is counted by networks of 64 bits', async () => {
  for (let n = 0; n < 200; n++) {
    await attempt({ email: somebody(), address: `2001:db8:1:2::${n.toString(16)}` })
  }
  const there = { email: somebody(), address: '2001:db8:1:2:ffff::1' }
  expect((await attempt(there)).status).toBe(429)
  expect((await attempt({ ...there, address: '2001:db8:1:3::1' })).status).toBe(401)
})

test('the table of limits has neither e-mails nor addresses', async () => {
  const rows = await bank().db.execute('select key from rate_limits')
  expect(rows.length).toBeGreaterThan(100)
  for (const { key } of rows) expect(key).toMatch(/^(?:failed|wait|known):[\w:-]+$/)
  expect(JSON.stringify(rows)).not.toMatch(/example|10\.1|2001/)
})
