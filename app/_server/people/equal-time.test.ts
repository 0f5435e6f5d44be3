import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOwner, openTestBank, PASSWORD } from '@/app/_server/testing/bank'
import { insertUsers } from '@/db/people/users'
import { bank } from '../process/bank'
import { callAuth } from './auth'

const TIMES = 15

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  const passwordHash = await hashPassword(PASSWORD)
  const people = ['known', 'disabled', 'invited'].flatMap(kind =>
    Array.from({ length: TIMES }, (_, n) => ({
      id: `${kind}-${n}`,
      name: kind,
      email: `${kind}-${n}@example.com`,
      role: 'customer' as const,
      passwordHash,
    })),
  )
  await insertUsers(bank().db, people)
  const owner = openOwner()
  await owner`update auth_users set disabled_at = now() where name = 'disabled'`
  await owner`delete from auth_accounts where user_id like 'invited-%'`
  await owner.end()
})
afterAll(() => close())

/** Each is refused in the same words; only the last one has a session after the same work. */
const ATTEMPTS: Record<string, (n: number) => { email: string; password: string }> = {
  'an unknown address': n => ({ email: `nobody-${n}@example.com`, password: PASSWORD }),
  'a wrong password': n => ({ email: `known-${n}@example.com`, password: 'wrong horse' }),
  'somebody disabled, with the right password': n => ({
    email: `disabled-${n}@example.com`,
    password: PASSWORD,
  }),
  'somebody invited, without a password': n => ({
    email: `invited-${n}@example.com`,
    password: PASSWORD,
  }),
}

test('a refused sign-in tells nothing of the person, in words or in time', async () => {
  const kinds = Object.entries(ATTEMPTS)
  const took = new Map(kinds.map(([kind]) => [kind, [] as number[]]))
  const answers = new Set<string>()
  // In turn, so that what else the machine does slows all of them alike.
  for (let n = 0; n < TIMES; n++) {
    for (const [kind, credentialsOf] of kinds) {
      const start = performance.now()
      const answer = await callAuth('/sign-in/email', credentialsOf(n), new Headers())
      took.get(kind)?.push(performance.now() - start)
      answers.add(`${answer.status} ${answer.headers.getSetCookie().length}`)
    }
  }
  expect([...answers]).toEqual(['401 0'])
  const medians = [...took].map(([kind, times]) => [kind, medianOf(times)] as const)
  for (const [kind, ms] of medians) console.log(`${kind}: ${ms.toFixed(0)} ms (median)`)
  const all = medians.map(([, ms]) => ms)
  // Without the work of a hash an answer takes a tenth of the others.
  expect(Math.max(...all) / Math.min(...all)).toBeLessThan(2)
})

function medianOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
