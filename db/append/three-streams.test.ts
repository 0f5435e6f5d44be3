import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'
import type { MakePayment } from '@/domain/payment-order/commands'
import { paymentOrderStream } from '@/domain/payment-order/payment-order'
import { createEventStore, type EventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { advanceSubscription } from '../feed/subscription'
import { checkProjections } from '../projections/check'
import { SUBSCRIBERS } from '../projections/subscribers'
import { openTestStore, type TestStore } from '../testing/store'
import { ACTOR, creationOf, movementOn, newIds } from '../testing/streams'

/** A payment of an order is one command over three streams, of two aggregates. */

const MAKER = { id: 'u-2', name: 'Mia Maker', role: 'customer' }
const TODAY = new Date().toISOString().slice(0, 10)

let bank: TestStore
/** Another process, as far as the database can tell. */
let other: EventStore

beforeAll(async () => {
  bank = await openTestStore()
  other = createEventStore(bank.url)
})
afterAll(async () => {
  await other.close()
  await bank.close()
})

async function catchUp(): Promise<void> {
  while (await sequence(bank.sql));
  for (const one of SUBSCRIBERS) while (await advanceSubscription(bank.sql, one));
}

const send = (commands: readonly CommandEnvelope[], store: EventStore = bank.store) =>
  handleUntilAnswered(commands, store)

function orderOf(from: string, to: string, amount: string): CommandEnvelope {
  const payee = { accountId: to, number: accountNumber(to), owner: 'Jana Nováková' }
  return {
    commandId: randomUUID(),
    stream: paymentOrderStream(randomUUID()),
    actor: MAKER,
    correlationId: null,
    command: {
      type: 'CreatePaymentOrder',
      ...{ accountId: from, to: payee, currency: 'EUR', timeZone: 'UTC', by: MAKER },
      rule: { kind: 'fixed', amount },
      schedule: { first: TODAY, every: 'once' },
      ...{ reference: null, needsApproval: false },
    },
  }
}

/** Two accounts, of which the first has ten euros, and the command that pays its order. */
async function due(amount = '3.00') {
  const [from = '', to = ''] = newIds(2)
  await bank.store.saveEvents(from, [creationOf(from, 10_00n)], 0)
  await bank.store.saveEvents(to, [creationOf(to)], 0)
  const order = orderOf(from, to, amount)
  await send([order])
  return { from, to, order: order.stream.id, payment: paymentOf(order, from, to) }
}

function paymentOf({ stream }: CommandEnvelope, from: string, to: string): CommandEnvelope {
  const commandId = randomUUID()
  const date = { index: 0, date: TODAY, on: TODAY }
  const accounts = { accountId: from, toAccountId: to, maker: MAKER }
  const command: MakePayment = { type: 'MakePayment', commandId, ...date, ...accounts }
  return { commandId, stream, actor: ACTOR, correlationId: stream.id, command }
}

/** How many events an answer tells of each stream. */
const changesIn = (answer: Answer | undefined) =>
  answer?.outcome === 'accepted'
    ? Object.fromEntries(
        answer.changes.map(({ stream, events }) => [stream.aggregateId, events.length]),
      )
    : answer?.outcome

test('what it changed is told on each of them, also when it is sent again, to another process', async () => {
  const { from, to, order, payment } = await due()
  const [first] = await send([payment])
  expect(changesIn(first)).toEqual({ [order]: 3, [from]: 1, [to]: 1 })
  const [again] = await send([payment], other)
  expect(changesIn(again)).toEqual(changesIn(first))
  expect(again).toMatchObject({ changes: [{ stream: { aggregateId: order } }, {}, {}] })
  const changed = { ...payment, command: { ...payment.command, index: 1 } }
  expect(await send([changed], other)).toEqual([{ outcome: 'reused' }])
  const entries = await bank.store.getEventsForAggregate(from)
  expect(entries.at(-1)).toMatchObject({ actor: MAKER, commandId: payment.commandId })
  const events = await bank.store.getEventsForAggregate(order)
  expect(events.at(-1)).toMatchObject({ actor: ACTOR, commandId: payment.commandId })
})

test.each(['from', 'to', 'order'] as const)(
  'is decided again when another process was first on one of them: %s',
  async which => {
    const its = await due()
    await send([movementOn(its.from, 'Deposit', '1'), movementOn(its.to, 'Deposit', '1')])
    // The other process changes what this one has in its cache.
    const pause = {
      ...its.payment,
      commandId: randomUUID(),
      command: { type: 'PausePaymentOrder' },
    }
    await send([which === 'order' ? pause : movementOn(its[which], 'Deposit', '1')], other)
    const [answer] = await send([its.payment])
    if (which === 'order') {
      expect(answer).toMatchObject({ refusal: { type: 'WrongOrderStatus' } })
      expect(await bank.store.getEventsForAggregate(its.from)).toHaveLength(2)
      return
    }
    const entries = { from: 3, to: 3, [which]: 4 }
    const events = await bank.store.getEventsForAggregate(its.order)
    expect(events.at(-2)?.event).toMatchObject({ type: 'PaymentExecuted', entries })
  },
)

test('one that is refused, and one that loses its race, touch no other of their batch', async () => {
  const [good, poor, lost] = [await due(), await due('10.01'), await due()]
  await send([movementOn(lost.to, 'Deposit', '1')], other)
  const unknown = { ...good.payment, commandId: randomUUID(), stream: paymentOrderStream(good.to) }
  const answers = await send([unknown, poor.payment, lost.payment, good.payment])
  expect(answers.map(changesIn)).toEqual([
    'refused',
    { [poor.order]: 1 },
    { [lost.order]: 3, [lost.from]: 1, [lost.to]: 1 },
    { [good.order]: 3, [good.from]: 1, [good.to]: 1 },
  ])
  expect(await bank.store.getEventsForAggregate(poor.from)).toHaveLength(1)
})

test('many of them at once, in two processes, pay each order once', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, () => due('0.50')))
  const chained = all.map(({ from }, n) =>
    orderOf(from, all[(n + 1) % all.length]?.from ?? '', '1'),
  )
  await send(chained)
  const payments = [
    ...all.map(({ payment }) => payment),
    ...chained.map((order, n) =>
      paymentOf(order, all[n]?.from ?? '', all[(n + 1) % all.length]?.from ?? ''),
    ),
  ]
  const [one, two] = await Promise.all([send(payments), send(payments.toReversed(), other)])
  for (const answer of [...one, ...two]) expect(answer.outcome).toBe('accepted')
  for (const { from } of all) {
    const entries = await bank.store.getEventsForAggregate(from)
    expect(entries.map(({ event }) => event.type).toSorted()).toEqual([
      ...['AccountCreated', 'MoneyDeposited', 'MoneyWithdrawn', 'MoneyWithdrawn'],
    ])
  }
  await catchUp()
  expect(await checkProjections(bank.sql)).toEqual([])
})
