import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { may, mayDo } from '@/app/_server/people/rights'
import { RIGHTS, type Right } from '@/app/_server/people/rights-table'
import { viewerOf } from '@/app/_server/people/viewer'
import { readSecondFactor } from '@/app/_server/process/second-factor.mjs'
import {
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { GET as getAccounts } from './accounts/route'
import { GET as getBank } from './bank/route'

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())
afterEach(() => vi.unstubAllEnvs())

const viewerBy = async (cookie: string) => {
  const viewer = await viewerOf(new Headers({ cookie }))
  if (!viewer) throw new Error('Nobody is signed in')
  return viewer
}
const statusOf = async (get: typeof getBank, path: string, cookie: string) =>
  (await get(new Request(`http://localhost:3000${path}`, { headers: { cookie } }))).status

test('where it is required, staff without a second factor have no right at all until they have it', async () => {
  const { id } = await openAccount(PEOPLE.teller)
  const [teller, customer] = [await cookieOf('teller'), await cookieOf('owner')]
  expect((await viewerBy(teller)).lacksFactor).toBeUndefined()
  vi.stubEnv('DAYBOOK_SECOND_FACTOR', 'staff')
  const viewer = await viewerBy(teller)
  for (const right of Object.keys(RIGHTS) as Right[]) expect(may(viewer, right), right).toBe(false)
  expect(mayDo(viewer, 'readBank')?.detail).toContain('Set up your second factor first')
  expect(await statusOf(getBank, '/api/bank', teller)).toBe(403)
  expect(await statusOf(getAccounts, '/api/accounts', teller)).toBe(403)
  expect(await dispatch(viewer, movement('Deposit', id, '1.00'))).toMatchObject({
    problem: { status: 403 },
  })
  expect(await statusOf(getAccounts, '/api/accounts', customer)).toBe(200)

  const owner = openOwner()
  await owner`update auth_users set two_factor_enabled = true where id = ${PEOPLE.teller.userId}`
  await owner.end()
  expect(await viewerBy(teller)).toEqual({ ...PEOPLE.teller, confirmedAt: expect.any(Date) })
  expect(await statusOf(getBank, '/api/bank', teller)).toBe(200)
})

test('it is offered by default, and any other value than the two is refused', () => {
  const read = (value?: string) => readSecondFactor({ DAYBOOK_SECOND_FACTOR: value })
  expect([undefined, '', 'offered', 'staff'].map(read)).toEqual([
    'offered',
    'offered',
    'offered',
    'staff',
  ])
  expect(() => read('all')).toThrow('DAYBOOK_SECOND_FACTOR is “all”')
})
