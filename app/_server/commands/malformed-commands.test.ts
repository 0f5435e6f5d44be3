import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getAccount } from '@/app/_server/accounts/accounts'
import {
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
  statusOf,
} from '@/app/_server/testing/bank'
import type { AccountJson } from '@/app/_wire/types'
import { dispatchAll } from './commands'

const { owner, stranger, teller } = PEOPLE

let close: () => Promise<void>
let accounts: readonly AccountJson[]

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  accounts = await Promise.all([
    openAccount(owner),
    openAccount(stranger, { currency: 'JPY', openingBalance: '100' }),
    openAccount(teller, { currency: 'KWD', openingBalance: '1.234' }),
  ])
})
afterAll(() => close())

const odd = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 700 }),
  fc.constantFrom('', ' ', '0', '-1', '1e3', 'NaN', '١', '__proto__', 'a\0b', '\ud800', '1.0005'),
  fc.constantFrom(0, -1, 1.5, 2 ** 31, Number.MAX_VALUE, true, null, [], {}, ['x']),
)
const amount = fc.oneof(
  fc.stringMatching(/^-?\d{1,3}(\.\d{1,4})?$/),
  fc.constantFrom('1.00', '1', '9'.repeat(16), '9'.repeat(41)),
)
const instant = fc.oneof(
  fc.date({ noInvalidDate: true }).map(date => date.toISOString()),
  fc.constantFrom(
    '2999-12-31T23:59:59Z',
    '2026-02-30T00:00:00Z',
    '2026-06-30',
    '0001-01-01T00:00:00Z',
  ),
)
const number = fc.oneof(
  fc.nat(2).map(index => accounts[index]?.number),
  fc.stringMatching(/^(DB|db)? ?\d{16,20}$/),
)
const id = fc.oneof(
  { weight: 4, arbitrary: fc.nat(2).map(index => accounts[index]?.id) },
  fc.uuid(),
)
const email = fc.constantFrom(
  owner.email,
  ` ${stranger.email.toUpperCase()}`,
  teller.email,
  'x',
  null,
)
const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('x'.repeat(501), 'Rent'))

/** The fields of each command on an account, well formed; nearly every run breaks one. */
const FIELDS: Readonly<Record<string, Record<string, fc.Arbitrary<unknown>>>> = {
  Deposit: {
    amount,
    note: text,
    occurredAt: instant,
    counter: fc.constantFrom('interest', 'fees'),
  },
  Withdraw: { amount, note: text, occurredAt: instant },
  Transfer: { toNumber: number, toAccountId: id, amount, reference: text },
  SetOverdraftLimit: { limit: amount },
  SetLimits: {
    perMovement: fc.option(amount),
    perDay: fc.option(amount),
    timeZone: fc.constantFrom('Europe/Prague', 'UTC', 'Mars/Olympus', '+02:00', 'utc', ''),
  },
  PlaceHold: { amount, expiresAt: instant, note: text },
  CaptureHold: { holdId: fc.uuid(), amount },
  ReleaseHold: { holdId: fc.uuid() },
  FreezeAccount: { scope: fc.constantFrom('debits', 'credits', 'all', 'none'), reason: text },
  UnfreezeAccount: {},
  CloseAccount: {},
  ReverseEntry: {
    version: fc.integer({ min: -1, max: 12 }),
    reason: text,
    occurredAt: instant,
    allowOverdrawing: fc.boolean(),
  },
  RenameAccount: { owner: text },
  SetReference: { reference: fc.option(text) },
  AssignCustomer: { customerEmail: email },
  AssignSecondCustomer: { customerEmail: email, rights: fc.constantFrom('read', 'operate', 'own') },
}

const command = fc.constantFrom(...Object.keys(FIELDS)).chain(type => {
  const fields = { commandId: fc.uuid(), accountId: id, ...FIELDS[type] }
  const whole = fc.record(fields, { requiredKeys: ['commandId', 'accountId'] })
  const names = [...Object.keys(fields), 'type', 'more', '__proto__', 'constructor']
  const broken = fc
    .tuple(whole, fc.constantFrom(...names), odd)
    .map(([body, name, value]) => ({ type, ...body, [name]: value }))
  return fc.oneof(
    { weight: 1, arbitrary: whole.map(body => ({ type, ...body })) },
    { weight: 2, arbitrary: broken },
  )
})

test('2,000 commands of every type, most of them malformed, are answered without a failure', async () => {
  const types = new Set<unknown>()
  const seen = new Set<number>()
  const runs = fc.array(command, { minLength: 20, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(runs, fc.constantFrom(teller, teller, owner), async (bodies, viewer) => {
      const before = await balances()
      const answers = await dispatchAll(viewer, bodies)
      for (const [index, answer] of answers.entries()) {
        types.add(bodies[index]?.type)
        seen.add(statusOf(answer))
        expect([200, 400, 403, 404, 409, 422]).toContain(statusOf(answer))
        if (answer.outcome === 'refused') expect(answer.problem.detail).toMatch(/[.”]$/)
      }
      if (answers.every(({ outcome }) => outcome === 'refused')) {
        expect(await balances()).toEqual(before)
      }
    }),
    { numRuns: 100 },
  )
  for (const type of Object.keys(FIELDS)) expect(types).toContain(type)
  expect([...seen].toSorted()).toEqual(expect.arrayContaining([200, 400, 403, 404, 422]))
})

async function balances() {
  return Promise.all(accounts.map(account => getAccount(teller, account.id)))
}
