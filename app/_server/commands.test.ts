import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getAccount, listEvents } from './accounts'
import { dispatch, dispatchAll } from './commands'
import {
  accepted,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
  statusOf,
} from './testing/bank'

const { owner, teller } = PEOPLE
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

test('an array is answered in its order, each command with its own outcome', async () => {
  const { id } = await openAccount(owner)
  const deposit = movement('Deposit', id, '5.00')
  const answers = await dispatchAll(owner, [
    deposit,
    movement('Withdraw', id, '500.00'),
    'nonsense',
    movement('Withdraw', id, '105.00'),
    movement('Deposit', crypto.randomUUID(), '1.00'),
    deposit,
    { ...deposit, amount: '6.00' },
  ])
  expect(answers.map(statusOf)).toEqual([200, 422, 400, 200, 404, 200, 409])
  expect(answers[5]).toEqual(answers[0])
  expect(await getAccount(owner, id)).toMatchObject({ balance: '0.00', version: 3 })
})

test('ten equal commands at once are one event and ten equal answers', async () => {
  const { id } = await openAccount(owner)
  const deposit = movement('Deposit', id, '5.00')
  const answers = await Promise.all(Array.from({ length: 10 }, () => dispatch(owner, deposit)))
  expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
  expect((await listEvents(owner, id))?.items).toHaveLength(2)
})

test('ids are the same in capital letters', async () => {
  const { id } = await openAccount(owner)
  const deposit = movement('Deposit', id, '5.00')
  const first = await dispatch(owner, deposit)
  const again = {
    ...deposit,
    commandId: deposit.commandId.toUpperCase(),
    accountId: id.toUpperCase(),
  }
  expect(await dispatch(owner, again)).toEqual(first)
})

test('what was absent may also be null', async () => {
  const creation = {
    commandId: crypto.randomUUID(),
    type: 'CreateAccount',
    owner: 'Jana',
    currency: 'JPY',
  }
  const whole = { ...creation, openingBalance: null, reference: null, customerEmail: null }
  const { account } = accepted(await dispatch(teller, whole))
  expect(account).toMatchObject({ balance: '0', reference: null })
  expect(await dispatch(teller, creation)).toMatchObject({ outcome: 'accepted', version: 1 })
})

test('a refused text can be sent again, corrected, under the same command id', async () => {
  const { id } = await openAccount(owner)
  const deposit = movement('Deposit', id, '1e3')
  expect(statusOf(await dispatch(owner, deposit))).toBe(400)
  expect(statusOf(await dispatch(owner, { ...deposit, amount: '1000.00' }))).toBe(200)
})

const fields = ['commandId', 'type', 'accountId', 'amount', 'note', 'owner', 'currency'] as const
const values = fc.oneof(
  fc.constantFrom(
    'Deposit',
    'Withdraw',
    'CreateAccount',
    'EUR',
    'JPY',
    '0',
    '-1',
    '1.00',
    '1e3',
    '',
  ),
  fc.uuid(),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
)

test('nothing that is sent makes the bank fail', async () => {
  const { id } = await openAccount(teller)
  const body = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...fields), values),
    fc.record({
      commandId: fc.uuid(),
      type: fc.constantFrom('Deposit', 'Withdraw'),
      accountId: fc.oneof(fc.constant(id), fc.uuid()),
      amount: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.stringMatching(/^-?\d{1,45}(\.\d{1,4})?$/),
      ),
      note: fc.string({ unit: 'binary', maxLength: 600 }),
    }),
    fc.record({
      commandId: fc.uuid(),
      type: fc.constant('CreateAccount'),
      owner: fc.string({ unit: 'binary', maxLength: 300 }),
      currency: fc.oneof(fc.constantFrom('EUR', 'KWD', '__proto__', 'eur'), fc.string()),
      reference: fc.string({ unit: 'binary', maxLength: 100 }),
      customerEmail: fc.string({ unit: 'binary' }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 20 }), async bodies => {
      const answers = await dispatchAll(teller, bodies)
      expect(answers).toHaveLength(bodies.length)
      for (const answer of answers) {
        expect([200, 400, 404, 409, 422]).toContain(statusOf(answer))
        if (answer.outcome === 'refused') expect(answer.problem.detail).toMatch(/[.”]$/)
      }
    }),
  )
})
