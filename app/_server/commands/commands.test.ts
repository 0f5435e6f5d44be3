import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getAccount, listEvents } from '@/app/_server/accounts/accounts'
import { bank } from '@/app/_server/process/bank'
import {
  accepted,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
  statusOf,
} from '@/app/_server/testing/bank'
import { dispatch, dispatchAll } from './commands'

const { owner, teller } = PEOPLE
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

test('an array is answered in order, each command with its own outcome', async () => {
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

test('ten concurrent copies of a command make one event and ten equal answers', async () => {
  const { id } = await openAccount(owner)
  const deposit = movement('Deposit', id, '5.00')
  const answers = await Promise.all(Array.from({ length: 10 }, () => dispatch(owner, deposit)))
  expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
  expect((await listEvents(owner, id))?.items).toHaveLength(2)
})

test.each([
  ['owner', '\u200b\u2060', 'TextInvisible'],
  ['owner', '\u3164', 'TextInvisible'],
  ['owner', 'a\u202eb', 'TextUnprintable'],
  ['owner', 'o'.repeat(201), 'TextTooLong'],
  ['owner', `o${'\u0301'.repeat(900)}`, 'TextTooLong'],
  ['reference', '\u2800', 'TextInvisible'],
  ['reference', 'r'.repeat(65), 'TextTooLong'],
])('a %s of %j is a 400 that names the field', async (field, text, kind) => {
  const command = { commandId: crypto.randomUUID(), type: 'CreateAccount', currency: 'EUR' }
  const answer = await dispatch(owner, { ...command, owner: 'Ada', [field]: text })
  expect(answer).toMatchObject({
    problem: { status: 400, field, type: `urn:daybook:problem:${kind}` },
  })
})

test('a command is compared as it was sent, and stored in one form', async () => {
  const command = { commandId: crypto.randomUUID(), type: 'CreateAccount', currency: 'EUR' }
  const first = await dispatch(owner, { ...command, owner: ' Nova\u0301k\u00a0 Jan ' })
  expect(first).toMatchObject({ outcome: 'accepted', account: { owner: 'Novák Jan' } })
  expect(await dispatch(owner, { ...command, owner: ' Nova\u0301k\u00a0 Jan ' })).toEqual(first)
  expect(statusOf(await dispatch(owner, { ...command, owner: 'Novák Jan' }))).toBe(409)
})

test('ids are case-insensitive', async () => {
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

test('optional fields may be null', async () => {
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

test('every refusal is stored with its actor and request, and uses up its command id', async () => {
  const { id } = await openAccount(owner)
  const asked = [
    movement('Deposit', id, '1e3'),
    { ...movement('Deposit', id, '1.00'), note: `a\0b\ud800 ${'x'.repeat(2_000_000)}` },
    { ...movement('Deposit', id, '1.00'), note: 'a\0b\ud800' },
    movement('Withdraw', id, '999.00'),
  ]
  const answers = await dispatchAll(owner, asked)
  expect(answers.map(statusOf)).toEqual([400, 400, 400, 422])
  expect(await dispatchAll(owner, asked)).toEqual(answers)
  for (const command of asked) {
    expect(statusOf(await dispatch(owner, { ...command, amount: '1.00', note: null }))).toBe(409)
  }
  const kept = await bank().store.readRefusals(id, { order: 'asc', limit: 10 })
  expect(kept.toSorted((a, b) => orderOf(a) - orderOf(b))).toMatchObject([
    { refusal: { type: 'AmountMalformed' }, command: { type: 'Deposit', amount: '1e3' } },
    { refusal: { type: 'TextTooLong' }, command: { note: `a\uFFFDb\uFFFD ${'x'.repeat(494)}…` } },
    { refusal: { type: 'TextUnprintable' }, command: { note: 'a\uFFFDb\uFFFD' } },
    { refusal: { type: 'InsufficientFunds' }, command: { type: 'Withdraw', amount: '999.00' } },
  ])
  for (const { actor } of kept) expect(actor).toMatchObject({ id: owner.userId, role: 'customer' })

  function orderOf({ commandId }: { commandId: string }): number {
    return asked.findIndex(command => command.commandId === commandId)
  }
})

test('a refused opening is stored too', async () => {
  const opening = { commandId: crypto.randomUUID(), type: 'CreateAccount', owner: 'Jana' }
  const asked = { ...opening, currency: `\0${'E'.repeat(18)}😀😀` }
  const answer = await dispatch(teller, asked)
  expect(statusOf(answer)).toBe(422)
  expect(await dispatch(teller, asked)).toEqual(answer)
  const kept = await bank().store.readRefusals(null, { order: 'desc', limit: 5 })
  expect(kept).toContainEqual(
    expect.objectContaining({
      commandId: opening.commandId,
      refusal: expect.objectContaining({ type: 'UnknownCurrency' }),
    }),
  )
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

test('no input makes the bank fail', async () => {
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
