import { createOTP } from '@better-auth/utils/otp'
import { symmetricEncrypt } from 'better-auth/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  cookieOf,
  letPeopleIn,
  openOwner,
  openTestBank,
  PASSWORD,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { callAuth } from '../auth'
import { isConfirmed } from '../proof'
import { signedInBy, viewerOf } from '../viewer'
import { confirm, doubt } from './confirmation'
import { readCode } from './second-factor'

const STEP_MS = 30_000
let close: () => Promise<void>
let secret = ''
let recovery: string[] = []
let setUpWith = ''

/** The half minute that it is now, and the code of one. */
const now = () => Math.floor(Date.now() / STEP_MS)
const codeAt = (step: number) => createOTP(secret).hotp(step)
const headers = (cookie: string) => new Headers({ cookie })

/** The cookies that an answer sets, as a browser sends them. */
function cookiesOf(answer: Response): string {
  const set = answer.headers.getSetCookie().filter(cookie => !/max-age=0/i.test(cookie))
  return set.map(cookie => cookie.split(';')[0]).join('; ')
}

async function givePassword(): Promise<{ answer: Response; cookie: string }> {
  const credentials = { email: PEOPLE.owner.email, password: PASSWORD }
  const answer = await callAuth('/sign-in/email', credentials, new Headers())
  return { answer, cookie: cookiesOf(answer) }
}

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  const cookie = await cookieOf('owner')
  const enabled = await callAuth('/two-factor/enable', { password: PASSWORD }, headers(cookie))
  const body: { totpURI: string; backupCodes: string[] } = await enabled.json()
  recovery = body.backupCodes
  secret = decoded(new URL(body.totpURI).searchParams.get('secret') ?? '')
  const before = await viewerOf(headers(cookie))
  setUpWith = await codeAt(now() - 1)
  const code = setUpWith
  const verified = await callAuth('/two-factor/verify-totp', { code }, headers(cookie))
  expect([enabled.status, verified.status]).toEqual([200, 200])
  // The session is a new one, too.
  expect(await viewerOf(headers(cookie))).toBeNull()
  expect(await viewerOf(headers(cookiesOf(verified)))).toMatchObject({ userId: before?.userId })
})
afterAll(() => close())

/** Base 32 (RFC 4648). */
function decoded(text: string): string {
  const bits = [...text].map(letter =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(bytes.map(byte => Number.parseInt(byte, 2))).toString()
}

describe('signing in with a second factor', () => {
  test('a password alone opens no session', async () => {
    const { answer, cookie } = await givePassword()
    expect(await answer.json()).toMatchObject({ twoFactorRedirect: true })
    expect(await viewerOf(headers(cookie))).toBeNull()
  })

  test('a code opens one, and neither it nor an older one does so again', async () => {
    const { cookie } = await givePassword()
    const wrong = await callAuth('/two-factor/verify-totp', { code: '000000' }, headers(cookie))
    expect(wrong.status).toBe(401)
    const first = await callAuth('/two-factor/verify-totp', { code: setUpWith }, headers(cookie))
    expect(first.status).toBe(401)
    const step = now() + 1
    const next = await codeAt(step)
    const answer = await callAuth('/two-factor/verify-totp', { code: next }, headers(cookie))
    expect(answer.status).toBe(200)
    expect(await viewerOf(headers(cookiesOf(answer)))).toEqual({
      ...PEOPLE.owner,
      confirmedAt: expect.any(Date),
    })

    const again = await givePassword()
    for (const code of [next, await codeAt(step - 1), await codeAt(step - 2)]) {
      const refused = await callAuth('/two-factor/verify-totp', { code }, headers(again.cookie))
      expect(refused.status).toBe(401)
      expect(await viewerOf(headers(cookiesOf(refused)))).toBeNull()
    }
  })

  test('two at once with one code: one gets in', async () => {
    const owner = openOwner()
    await owner`update auth_two_factors set last_step = 0`
    await owner.end()
    const both = await Promise.all([givePassword(), givePassword()])
    const code = await codeAt(now())
    const answers = await Promise.all(
      both.map(({ cookie }) => callAuth('/two-factor/verify-totp', { code }, headers(cookie))),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
  })

  test('recovery codes are kept as hashes, also those of a list that was encrypted before', async () => {
    const owner = openOwner()
    const kept = async (): Promise<string> => {
      const [row] = await owner`select backup_codes from auth_two_factors`
      return String(row?.backup_codes)
    }
    const before = await kept()
    expect(JSON.parse(before)).toHaveLength(10)
    for (const code of recovery) expect(before).not.toContain(code)
    const key = process.env.BETTER_AUTH_SECRET ?? ''
    const old = await symmetricEncrypt({ key, data: JSON.stringify(recovery) })
    await owner`update auth_two_factors set backup_codes = ${old}`
    const give = async (code: string) => {
      const { cookie } = await givePassword()
      return callAuth('/two-factor/verify-backup-code', { code }, headers(cookie))
    }
    const [last = ''] = recovery.slice(-1)
    expect((await give(last)).status).toBe(200)
    expect(JSON.parse(await kept())).toEqual(JSON.parse(before).slice(0, -1))
    // A hash that was read from the database is no code.
    expect((await give(JSON.parse(before)[0])).status).toBe(401)
    await owner`update auth_two_factors set backup_codes = ${before}`
    await owner.end()
  })

  test('a recovery code works once, however it is typed', async () => {
    const [code = '', other = ''] = recovery
    expect(recovery).toHaveLength(10)
    expect(new Set(recovery).size).toBe(10)
    const typed = readCode(` ${code.toUpperCase().replace('-', ' ')} `)
    expect(typed).toEqual({ kind: 'recovery', code })
    const { cookie } = await givePassword()
    const answer = await callAuth('/two-factor/verify-backup-code', { code }, headers(cookie))
    expect(await viewerOf(headers(cookiesOf(answer)))).toEqual({
      ...PEOPLE.owner,
      confirmedAt: expect.any(Date),
    })

    const again = await givePassword()
    const used = await callAuth('/two-factor/verify-backup-code', { code }, headers(again.cookie))
    expect(used.status).toBe(401)
    const second = await callAuth(
      '/two-factor/verify-backup-code',
      { code: other },
      headers(again.cookie),
    )
    expect(second.status).toBe(200)
  })

  test('what is stored tells neither the secret nor the codes', async () => {
    const owner = openOwner()
    const [row] = await owner`select secret, backup_codes from auth_two_factors`
    await owner.end()
    expect(row?.secret).not.toContain(secret)
    for (const code of recovery) expect(row?.backup_codes).not.toContain(code)
  })
})

test('the access log tells who came in, by what, and what failed', async () => {
  await callAuth('/sign-in/email', { email: 'nobody@example.com', password: 'x' }, new Headers())
  const owner = openOwner()
  const told = async () => {
    const rows = await owner<{ line: string }[]>`
      select distinct concat_ws(' ', kind, actor_id, 'by', detail->>'with') as line
      from access_log where kind in ('signed-in', 'sign-in-failed') order by 1`
    return rows.map(({ line }) => line)
  }
  await expect
    .poll(told)
    .toEqual([
      'sign-in-failed by password',
      'sign-in-failed u-owner by code',
      'sign-in-failed u-owner by recovery code',
      'signed-in u-owner by code',
      'signed-in u-owner by password',
      'signed-in u-owner by recovery code',
    ])
  const [row] = await owner<{ count: number }[]>`
    select count(*)::int as count from access_log where detail->>'with' = 'password'
      and kind = 'signed-in'`
  await owner.end()
  // Only the first, before there was a second factor.
  expect(row?.count).toBe(1)
})

test('codes are read with blanks and signs between them', () => {
  expect(readCode('123 456')).toEqual({ kind: 'app', code: '123456' })
  expect(readCode('１２３-４５６')).toEqual({ kind: 'app', code: '123456' })
  expect(readCode('abcde fghjk')).toEqual({ kind: 'recovery', code: 'abcde-fghjk' })
})

test('a session is confirmed for five minutes, and again by password, alone', async () => {
  const cookies = [await cookieOf('stranger'), await cookieOf('stranger')] as const
  const owner = openOwner()
  await owner`update auth_sessions set confirmed_at = now() - interval '6 minutes'`
  const found = async (cookie: string = cookies[0]) => {
    const signedIn = await signedInBy(headers(cookie))
    if (!signedIn) throw new Error('Nobody is signed in')
    return signedIn
  }
  const isNow = async (cookie?: string) => isConfirmed((await found(cookie)).viewer)
  const { viewer, session } = await found()
  expect(await isNow()).toBe(false)
  const tryWith = (typed: string) => confirm(viewer, session, typed, headers(cookies[0]))
  for (const wrong of ['wrong horse battery', 'x'.repeat(5_000)]) {
    expect(await tryWith(wrong)).toMatchObject({
      sentence: expect.stringMatching(/neither your password nor/),
    })
  }
  expect(await isNow()).toBe(false)
  const before = Date.now()
  const proved = await tryWith(PASSWORD)
  expect('confirmedAt' in proved && proved.confirmedAt?.getTime()).toBeGreaterThanOrEqual(before)
  expect([await isNow(), await isNow(cookies[1])]).toEqual([true, false])
  expect(isConfirmed((await found()).viewer, Date.now() + 5 * 60_000)).toBe(false)

  await doubt(viewer, session)
  expect(await isNow()).toBe(false)
  for (let attempt = 0; attempt < 10; attempt++) await tryWith('wrong horse battery')
  expect(await tryWith(PASSWORD)).toMatchObject({
    sentence: expect.stringMatching(/Too many attempts/),
  })
  await expect
    .poll(async () => {
      const [row] = await owner`select count(*)::int as count from access_log
        where kind = 'sign-in-failed' and actor_id = ${viewer.userId}`
      return row?.count
    })
    // The eleven wrong ones, the doubted one, and the one that was not looked at.
    .toBeGreaterThanOrEqual(13)
  await owner.end()
})
