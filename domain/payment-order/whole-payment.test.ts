import { expect, test } from 'vitest'
import { bankAccount, evolve, initial } from '@/domain/bank-account/bank-account'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { created, createdOther, deposited, ID, OTHER_ID } from '@/domain/bank-account/testing/given'
import type { StreamView } from '@/domain/event-sourcing/operation'
import type { AskedRule, MakePayment } from './commands'
import type { PaymentOrderEvent } from './events'
import { type PaymentOrder, paymentOrder, paymentOrderStream } from './payment-order'
import { wholePayment } from './whole-payment'

const NOW = new Date('2026-12-01T09:00:00Z')
const TODAY = '2026-12-01'
const ORDER_ID = '7e0c5a16-9b1f-4d3a-8f7e-2b6d9c4e1a05'
const maker = { id: 'u-jana', name: 'Jana', role: 'customer' }
const payment: MakePayment = {
  type: 'MakePayment',
  commandId: '9d2f1c44-7a1e-4c0b-9a53-6e5d4c3b2a10',
  ...{ index: 0, date: TODAY, on: TODAY },
  ...{ accountId: ID, toAccountId: OTHER_ID, maker },
}

type Given = {
  readonly rule?: AskedRule
  readonly payer?: readonly BankAccountEvent[]
  readonly payee?: readonly BankAccountEvent[]
  /** What happened to the order since. */
  readonly since?: readonly PaymentOrderEvent[]
}

/** Of an order that pays once today; the payer has 100.00. */
function pay(command: Partial<MakePayment> = {}, { rule, payer, payee, since = [] }: Given = {}) {
  const made = paymentOrder.decide(
    {
      type: 'CreatePaymentOrder',
      accountId: ID,
      to: { accountId: OTHER_ID, number: '1234567890', owner: 'Petr Novák' },
      ...{ currency: 'EUR', timeZone: 'Europe/Prague', by: { id: maker.id, name: maker.name } },
      rule: rule ?? { kind: 'fixed', amount: '30.00' },
      schedule: { first: TODAY, every: 'once' },
      ...{ reference: 'Rent', needsApproval: false },
    },
    paymentOrder.initial,
    { id: ORDER_ID, now: NOW, startedAt: null, facts: null },
  )
  if (made.outcome === 'refused') throw new Error(made.refusal.type)
  const order = [...made.events, ...since]
  const said = { now: NOW, startedAt: NOW, facts: null }
  const account = (id: string, events: readonly BankAccountEvent[]): StreamView => ({
    ...{ ...said, type: bankAccount.type, id, version: events.length },
    state: events.reduce(evolve, initial),
  })
  const sent = { ...payment, ...command }
  const decision = wholePayment.decide(sent, [
    {
      ...{ ...said, ...paymentOrderStream(ORDER_ID), version: order.length },
      state: order.reduce<PaymentOrder>(paymentOrder.evolve, paymentOrder.initial),
    },
    account(sent.accountId, payer ?? [created(), deposited(100_00n, 100_00n)]),
    account(sent.toAccountId, payee ?? [createdOther(5_00n)]),
  ])
  return decision.outcome === 'refused' ? decision.refusal.type : decision.events
}

const typesOf = (decided: ReturnType<typeof pay>) =>
  typeof decided === 'string' ? decided : decided.map(({ event }) => event.type)
const amounts = (decided: ReturnType<typeof pay>) =>
  typeof decided === 'string' ? decided : decided.flatMap(({ event }) => event.amount ?? [])

const attempt = { date: TODAY, attempt: 1, amount: 30_00n, currency: 'EUR' }
const due = { type: 'PaymentDue', index: 0, on: TODAY, ...attempt, late: false } as const

test('is on the order and on both accounts', () => {
  expect(
    wholePayment.streamsOf(paymentOrderStream(ORDER_ID), payment).map(({ type, id }) => [type, id]),
  ).toEqual([
    ['PaymentOrder', ORDER_ID],
    ['BankAccount', ID],
    ['BankAccount', OTHER_ID],
  ])
})

test('begins, transfers in the name of who made the order, and records, with both entries', () => {
  const { commandId } = payment
  const transfer = (accountId: string) =>
    expect.objectContaining({ transfer: expect.objectContaining({ id: commandId, accountId }) })
  expect(pay()).toEqual([
    { streamId: ORDER_ID, event: due },
    { streamId: ID, actor: maker, event: transfer(OTHER_ID) },
    { streamId: OTHER_ID, actor: maker, event: transfer(ID) },
    {
      streamId: ORDER_ID,
      event: { type: 'PaymentExecuted', ...attempt, commandId, entries: { from: 3, to: 2 } },
    },
    { streamId: ORDER_ID, event: { type: 'PaymentOrderCompleted' } },
  ])
  expect(pay()[1]).toMatchObject({
    event: { type: 'MoneyWithdrawn', balance: 70_00n, note: 'Rent' },
  })
})

test('pays what the rule finds on the balances that it is decided on', () => {
  expect(amounts(pay({}, { rule: { kind: 'sweep', above: '25.00' } }))).toContain(75_00n)
  expect(amounts(pay({}, { rule: { kind: 'top-up', to: '15.50' } }))).toContain(10_50n)
})

test('skips a date on which the rule finds nothing', () => {
  const skipped = ['PaymentSkipped', 'PaymentOrderCompleted']
  expect(typesOf(pay({}, { rule: { kind: 'sweep', above: '100.00' } }))).toEqual(skipped)
  expect(typesOf(pay({}, { rule: { kind: 'top-up', to: '5.00' } }))).toEqual(skipped)
  const rule = { kind: 'sweep', above: '1.00' } as const
  expect(typesOf(pay({}, { rule, payee: [] }))).toEqual(skipped)
})

test.each<[string, Given]>([
  ['too little money', { payer: [created(29_99n)] }],
  ['no payee', { payee: [] }],
  ['a closed payee', { payee: [createdOther(), { type: 'AccountClosed' }] }],
  ['another currency', { payee: [createdOther(0n, 'CZK')] }],
])('is begun, and moves nothing, when its transfer is refused: %s', (_, said) =>
  expect(pay({}, said)).toEqual([{ streamId: ORDER_ID, event: due }]),
)

test('is late when its day has passed', () =>
  expect(pay({ on: '2026-11-30' })).toMatchObject([{ event: { late: true } }, {}, {}, {}, {}]))

test('is refused as its beginning is, and then nothing moves', () => {
  const begun: Given = { since: [due] }
  expect(pay({}, begun)).toBe('NoSuchPayment')
  expect(pay({ index: 1 })).toBe('NoSuchPayment')
  expect(pay({ on: '2026-12-02' })).toBe('NotDueYet')
  expect(pay({}, { since: [{ type: 'PaymentOrderPaused' }] })).toBe('WrongOrderStatus')
})

test('is of an order that there is, from and to its own accounts', () => {
  expect(pay({ accountId: ORDER_ID })).toBe('NoSuchPayment')
  expect(pay({ toAccountId: ORDER_ID })).toBe('NoSuchPayment')
  const views = (state: PaymentOrder): StreamView[] =>
    [ORDER_ID, ID, OTHER_ID].map(id => ({
      ...{ type: 'PaymentOrder', id, version: 0, state },
      ...{ now: NOW, startedAt: null, facts: null },
    }))
  expect(wholePayment.decide(payment, views({ status: 'none' }))).toEqual({
    outcome: 'refused',
    refusal: { type: 'PaymentOrderNotFound', field: null },
  })
  expect(() => wholePayment.decide(payment, [])).toThrow('A payment is between two accounts')
})
