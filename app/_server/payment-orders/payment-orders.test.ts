import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { getAccount } from '@/app/_server/accounts/accounts'
import { dispatch } from '@/app/_server/commands/commands'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { BANK } from '@/app/_server/process/hold-expiry'
import { advance, payDueOrders } from '@/app/_server/process/pay-orders'
import { retriesMs } from '@/app/_server/process/settings'
import {
  letPeopleIn,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
  sendAccepted,
} from '@/app/_server/testing/bank'
import type { PaymentOrderJson } from '@/app/_wire/payment-orders'
import { stepwise } from '@/db/lab/stepwise-payments'
import { findDueOrders } from '@/db/payment-orders/payment-orders'
import { checkProjections } from '@/db/projections/check'
import { REBUILDS } from '@/db/projections/rebuild'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { addDays } from '@/domain/payment-order/schedule'
import { readComing } from './coming'
import { forecastDays, readForecast, readForecastDay } from './forecast'
import { readShownOrder } from './order-history'
import { countOrdersForMe, readOrderCursor, readOrders } from './order-lists'
import { getOrder } from './orders'

const { owner, teller, auditor } = PEOPLE
/** A second member of the staff, who made nothing. */
const otherTeller: Viewer = { ...teller, userId: 'u-other-teller' }
const waitingFor = async (viewer: Viewer) => (await countOrdersForMe(viewer)) ?? 0
const NONE: ReadonlySet<string> = new Set()
const today = () => new Date().toISOString().slice(0, 10)

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(async () => {
  await vi.waitFor(async () => expect(await differences()).toEqual([]), 10_000)
  await close()
})

async function differences() {
  const sql = openOwner()
  return checkProjections(sql).finally(() => sql.end())
}

async function order(viewer: Viewer, body: Record<string, unknown>): Promise<PaymentOrderJson> {
  const answer = await dispatch(viewer, { commandId: randomUUID(), ...body })
  if (answer.outcome !== 'ordered') throw new Error(JSON.stringify(answer))
  return answer.order
}

async function refusalOf(viewer: Viewer, body: Record<string, unknown>) {
  const answer = await dispatch(viewer, { commandId: randomUUID(), ...body })
  return answer.outcome === 'refused' ? answer.problem : answer
}

/** Two accounts: the owner's with 100.00, and another one that is empty. */
async function twoAccounts() {
  const [from, to] = [await openAccount(owner), await openAccount(teller)]
  return { from: from.id, to: to.id }
}

const balanceOf = async (id: string) => (await getAccount(teller, id))?.balance
const once = { first: today(), every: 'once' }
const create = (from: string, to: string, more: Record<string, unknown> = {}) =>
  ({
    type: 'CreatePaymentOrder',
    ...{ accountId: from, toAccountId: to, amount: '30.00', schedule: once, ...more },
  }) as const
const orderNow = (id: string) => advance(bank(), id, NONE, new Date())

async function eventsOf(id: string) {
  return (await bank().store.getEventsForAggregate(id)).map(({ event }) => event.type)
}

describe('a payment order', () => {
  test('is paid on its day, with both entries, and is then completed', async () => {
    const { from, to } = await twoAccounts()
    const made = await order(owner, create(from, to, { reference: 'Rent' }))
    expect(made).toMatchObject({
      ...{ status: 'scheduled', accountId: from, madeBy: owner.name, executed: 0 },
      next: [{ date: today(), on: today() }],
    })
    await orderNow(made.orderId)
    const events = await bank().store.getEventsForAggregate(made.orderId)
    const executed = events.map(({ event }) => event).find(({ type }) => type === 'PaymentExecuted')
    const [, entry] = await bank().store.getEventsForAggregate(from)
    expect(executed).toMatchObject({ amount: 3_000n, entries: { from: 2, to: 2 } })
    expect(entry).toMatchObject({
      ...{ actor: { id: owner.userId }, correlationId: made.orderId },
      event: { note: 'Rent', amount: 3_000n },
    })
    expect(await eventsOf(made.orderId)).toEqual([
      ...['PaymentOrderDrafted', 'PaymentOrderSubmitted', 'PaymentOrderScheduled', 'PaymentDue'],
      ...['PaymentExecuted', 'PaymentOrderCompleted'],
    ])
    expect([await balanceOf(from), await balanceOf(to)]).toEqual(['70.00', '130.00'])
  })

  test('is paid by the bank itself, which looks for what is due', async () => {
    const { from, to } = await twoAccounts()
    const { orderId } = await order(owner, create(from, to))
    await vi.waitFor(async () => {
      await payDueOrders(bank(), NONE, new Date())
      expect((await eventsOf(orderId)).at(-1)).toBe('PaymentOrderCompleted')
    }, 10_000)
    expect(await balanceOf(from)).toBe('70.00')
  })

  test('is one command, of which the accounts’ entries are in the name of who made the order', async () => {
    const { from, to } = await twoAccounts()
    const { orderId } = await order(owner, create(from, to))
    const sent: CommandEnvelope[] = []
    const execute = (envelope: CommandEnvelope) => {
      sent.push(envelope)
      return bank().execute(envelope)
    }
    await advance({ ...bank(), execute }, orderId, NONE, new Date())
    expect(sent.map(({ command }) => command.type)).toEqual(['MakePayment'])
    const [commandId] = sent.map(one => one.commandId)
    const told = async (id: string) =>
      (await bank().store.getEventsForAggregate(id))
        .filter(event => event.commandId === commandId)
        .map(({ actor, event }) => [event.type, actor.name])
    expect(await told(orderId)).toEqual([
      ...[
        ['PaymentDue', BANK.name],
        ['PaymentExecuted', BANK.name],
      ],
      ['PaymentOrderCompleted', BANK.name],
    ])
    expect(await told(from)).toEqual([['MoneyWithdrawn', owner.name]])
    expect(await told(to)).toEqual([['MoneyDeposited', owner.name]])
  })

  test('fails with the account’s own refusal, and is tried again later', async () => {
    const { from, to } = await twoAccounts()
    const { orderId } = await order(owner, create(from, to, { amount: '100.01' }))
    await orderNow(orderId)
    expect(await getOrder(owner, orderId)).toMatchObject({
      status: 'scheduled',
      open: { attempt: 1, amount: '100.01', status: 'failed', retryAt: expect.any(String) },
    })
    const last = (await bank().store.getEventsForAggregate(orderId)).at(-1)?.event
    expect(last).toMatchObject({
      ...{ type: 'PaymentFailed', refusal: { type: 'InsufficientFunds', short: '0.01' } },
    })
    await orderNow(orderId)
    expect((await eventsOf(orderId)).at(-1)).toBe('PaymentFailed')
  })

  test('sweeps what is above, tops up what is lacking, and skips when there is nothing', async () => {
    const { from, to } = await twoAccounts()
    const rule = (kind: string, name: string, amount: string) =>
      create(from, to, { amount: undefined, rule: { kind, [name]: amount } })
    const topUp = await order(teller, rule('top-up', 'to', '110.00'))
    await orderNow(topUp.orderId)
    expect([await balanceOf(from), await balanceOf(to)]).toEqual(['90.00', '110.00'])
    const sweep = await order(teller, rule('sweep', 'above', '25.00'))
    expect(sweep.status).toBe('submitted')
    const own = await openAccount(owner)
    const inOwn = await order(owner, { ...rule('sweep', 'above', '25.00'), toAccountId: own.id })
    await orderNow(inOwn.orderId)
    expect(await balanceOf(from)).toBe('25.00')
    const again = await order(teller, rule('top-up', 'to', '110.00'))
    await orderNow(again.orderId)
    expect((await eventsOf(again.orderId)).slice(-2)).toEqual([
      'PaymentSkipped',
      'PaymentOrderCompleted',
    ])
  })

  test('above the limit is approved by a teller who did not make it', async () => {
    const { from, to } = await twoAccounts()
    await sendAccepted(teller, from, { type: 'Deposit', amount: '90000.00' })
    const { orderId, status } = await order(owner, create(from, to, { amount: '60000.00' }))
    expect(status).toBe('submitted')
    await orderNow(orderId)
    expect(await balanceOf(from)).toBe('90100.00')
    const approve = { type: 'ApprovePaymentOrder', orderId }
    for (const viewer of [owner, auditor]) {
      expect(await refusalOf(viewer, approve)).toMatchObject({ status: 403 })
    }
    expect(await order(teller, approve)).toMatchObject({
      status: 'scheduled',
      approvedBy: 'teller',
    })
    await orderNow(orderId)
    expect(await balanceOf(from)).toBe('30100.00')
    const own = await order(teller, create(from, to, { amount: '60000.00' }))
    expect(
      await refusalOf(teller, { type: 'ApprovePaymentOrder', orderId: own.orderId }),
    ).toMatchObject({ detail: expect.stringContaining('another person') })
  })

  test('is paused, resumed and cancelled; a command that is sent again does it once', async () => {
    const { from, to } = await twoAccounts()
    const schedule = { first: '2999-01-31', every: 'month', count: 3 }
    const body = { commandId: randomUUID(), ...create(from, to, { schedule }) }
    const made = await order(owner, body)
    expect((await order(owner, body)).orderId).toBe(made.orderId)
    expect(made.next.map(({ date }) => date)).toEqual(['2999-01-31', '2999-02-28', '2999-03-31'])
    const { orderId } = made
    expect((await order(owner, { type: 'PausePaymentOrder', orderId })).status).toBe('paused')
    expect((await order(owner, { type: 'ResumePaymentOrder', orderId })).status).toBe('scheduled')
    expect((await order(teller, { type: 'CancelPaymentOrder', orderId })).status).toBe('cancelled')
    expect(await refusalOf(owner, { type: 'PausePaymentOrder', orderId })).toMatchObject({
      ...{ status: 409, detail: 'This payment order was cancelled.' },
    })
  })
})

describe('drafts and lists', () => {
  test('a draft pays nothing, is changed, and then submitted', async () => {
    const { from, to } = await twoAccounts()
    const draft = { ...create(from, to, { amount: '60000.00' }), type: 'DraftPaymentOrder' }
    const { orderId, status } = await order(owner, draft)
    expect(status).toBe('draft')
    const change = { type: 'ChangePaymentOrder', orderId, amount: '10.00', schedule: once }
    expect(await order(owner, change)).toMatchObject({
      ...{ status: 'draft', rule: { kind: 'fixed', amount: '10.00' } },
    })
    await orderNow(orderId)
    expect(await balanceOf(from)).toBe('100.00')
    const submit = { type: 'SubmitPaymentOrder', orderId }
    expect((await order(owner, submit)).status).toBe('scheduled')
    await orderNow(orderId)
    expect(await balanceOf(from)).toBe('90.00')
    expect(await refusalOf(owner, submit)).toMatchObject({ status: 409 })
    const large = await order(owner, { ...draft, commandId: randomUUID() })
    const { orderId: second } = large
    expect((await order(owner, { ...submit, orderId: second })).status).toBe('submitted')
  })

  test('lists what the reader may see, by account and state, and what waits for whom', async () => {
    const { from, to } = await twoAccounts()
    const running = await order(
      owner,
      create(from, to, { schedule: { ...once, first: '2999-01-01' } }),
    )
    const large = await order(teller, create(from, to, { amount: '60000.00' }))
    const elsewhere = await order(
      teller,
      create(to, from, { schedule: { ...once, first: '2999-01-01' } }),
    )
    await vi.waitFor(async () => {
      const { lines } = await readOrders(teller, { accountId: from })
      expect(lines.map(({ orderId }) => orderId)).toEqual([large.orderId, running.orderId])
      const { lines: waiting } = await readOrders(teller, { statuses: ['submitted'] })
      const byOthers = waiting.filter(({ madeBy }) => madeBy !== teller.name)
      expect(await waitingFor(otherTeller)).toBe(waiting.length)
      expect(await waitingFor(teller)).toBe(byOthers.length)
    }, 10_000)
    const own = (await readOrders(owner, {})).lines.map(({ orderId }) => orderId)
    expect(own).toContain(running.orderId)
    expect(own).not.toContain(elsewhere.orderId)
    const statuses = ['submitted'] as const
    expect((await readOrders(owner, { accountId: from, statuses })).lines).toMatchObject([
      { orderId: large.orderId, from: { accountId: from } },
    ])
    const first = await readOrders(teller, { accountId: from }, 1)
    const after = readOrderCursor(first.next)
    const rest = await readOrders(teller, { accountId: from, after }, 1)
    expect(rest).toMatchObject({ lines: [{ orderId: running.orderId }], next: null })
    expect((await readOrders(owner, { accountId: to })).lines).toEqual([])
    expect([await countOrdersForMe(owner), readOrderCursor('soon x')]).toEqual([null, null])
  })

  test('its page tells what happened, with the refusal of the account and both entries', async () => {
    const { from, to } = await twoAccounts()
    const { orderId } = await order(owner, create(from, to, { amount: '100.01' }))
    await orderNow(orderId)
    const failed = await readShownOrder(owner, orderId, 'UTC')
    expect(failed).toMatchObject({
      from: { isReadable: true },
      to: { isReadable: false },
      happened: [
        { type: 'PaymentFailed', told: expect.stringContaining('0.01 short'), late: false },
        { type: 'PaymentOrderSubmitted' },
        { type: 'PaymentOrderDrafted', by: owner.name },
      ],
    })
    const paid = await order(owner, create(from, to, { amount: '1.00' }))
    await orderNow(paid.orderId)
    const shown = await readShownOrder(teller, paid.orderId, 'UTC')
    expect(shown).toMatchObject({
      to: { isReadable: true },
      happened: [
        { type: 'PaymentOrderCompleted' },
        { type: 'PaymentExecuted', amount: '1.00', entries: { from: 2, to: 2 } },
        { type: 'PaymentOrderSubmitted' },
        { type: 'PaymentOrderDrafted' },
      ],
    })
    const then = await readShownOrder(owner, paid.orderId, 'UTC', { version: 2 })
    expect(then).toMatchObject({ order: { status: 'submitted' }, happened: [{}, {}] })
    const never = await readShownOrder(owner, paid.orderId, 'UTC', { asOf: new Date(0) })
    expect(never).toBe('unborn')
    expect(await readShownOrder(PEOPLE.stranger, paid.orderId, 'UTC')).toBeNull()
  })
})

test('a forecast follows the orders that its reader may see, until a day', async () => {
  const { from, to } = await twoAccounts()
  const { today: start, usual } = forecastDays()
  const tomorrow = addDays(start, 1)
  const daily = { schedule: { first: tomorrow, every: 'day', count: 4 } }
  const out = await order(owner, create(from, to, daily))
  const back = { amount: '50.00', schedule: { ...once, first: tomorrow } }
  const incoming = await order(teller, create(to, from, back))
  const stepsFor = async (viewer: Viewer) => {
    const forecast = await readForecast(viewer, from, usual)
    return forecast?.steps.map(step =>
      step.kind === 'payment' ? [step.orderId, step.change, step.outcome] : step.amount,
    )
  }
  const [paid, refused] = ['paid', 'refused'].map(outcome => [out.orderId, '-30.00', outcome])
  await vi.waitFor(async () => {
    expect(await stepsFor(owner)).toEqual([paid, paid, paid, refused])
    expect(await stepsFor(teller)).toHaveLength(5)
  }, 10_000)
  expect(await stepsFor(teller)).toContainEqual([incoming.orderId, '50.00', 'paid'])
  const whole = await readForecast(owner, from, tomorrow)
  expect(whole).toMatchObject({ available: '100.00', availableThen: '70.00', to: tomorrow })
  expect(await readForecast(owner, to, tomorrow)).toBeNull()
  expect(await readComing(owner, 100)).toContainEqual(
    expect.objectContaining({ orderId: out.orderId, on: tomorrow, accountId: from }),
  )
  for (const asked of ['soon', addDays(start, -1), '2999-01-01', ['2999-01-01']]) {
    expect(readForecastDay(asked)).toMatchObject({ ok: false })
  }
})

test('a forecast tells which hold expires, and why an account would refuse', async () => {
  const { from, to } = await twoAccounts()
  const { today: start, usual } = forecastDays()
  const schedule = { ...once, first: addDays(start, 5) }
  await order(owner, create(from, to, { schedule, amount: '70.00' }))
  const expiresAt = `${addDays(start, 2)}T12:00:00.000Z`
  const hold = { type: 'PlaceHold', amount: '60.00', expiresAt, note: 'Hotel' } as const
  await sendAccepted(teller, from, hold)
  const stepsOf = async () => (await readForecast(owner, from, usual))?.steps
  const back = { kind: 'hold', on: addDays(start, 2), amount: '60.00', available: '100.00' }
  await vi.waitFor(async () => {
    expect(await readForecast(owner, from, usual)).toMatchObject({
      ...{ available: '40.00', availableThen: '30.00' },
      steps: [
        { ...back, note: 'Hotel' },
        { kind: 'payment', outcome: 'paid', available: '30.00' },
      ],
    })
  }, 10_000)
  await sendAccepted(teller, from, { type: 'FreezeAccount', scope: 'all', reason: 'Lost card' })
  expect(await stepsOf()).toMatchObject([
    back,
    {
      outcome: 'refused',
      refusal: { type: 'AccountFrozen', sentence: expect.stringMatching(/frozen/) },
    },
  ])
})

test('a refused payment is tried again after the minutes of the setting', async () => {
  expect(retriesMs('')).toEqual([3_600_000, 21_600_000, 86_400_000])
  expect(retriesMs('0.5, 90')).toEqual([30_000, 5_400_000])
  for (const wrong of ['soon', '1,', '-1', '1e3', '1,'.repeat(10).concat('1')]) {
    expect(() => retriesMs(wrong)).toThrow(/^DAYBOOK_RETRY_MINUTES is “.*”\. It must be minutes/)
  }
  vi.stubEnv('DAYBOOK_RETRY_MINUTES', '0.5')
  const { from, to } = await twoAccounts()
  const { orderId } = await order(owner, create(from, to, { amount: '100.01' }))
  const before = Date.now()
  await orderNow(orderId)
  const retryAt = (await getOrder(owner, orderId))?.open?.retryAt ?? ''
  expect(Date.parse(retryAt)).toBeGreaterThanOrEqual(before + 30_000)
  expect(Date.parse(retryAt)).toBeLessThan(Date.now() + 60_000)
  vi.unstubAllEnvs()
})

describe('a refused order names the input', () => {
  test.each([
    [{ schedule: { first: '2020-01-01', every: 'once' } }, 'schedule.first', 422],
    [{ schedule: { first: 'soon', every: 'once' } }, 'schedule.first', 400],
    [{ schedule: { first: today() } }, 'schedule', 400],
    [{ amount: '0' }, 'amount', 422],
    [{ amount: undefined }, 'amount', 400],
    [{ toAccountId: randomUUID() }, 'toAccountId', 404],
    [{ toAccountId: undefined, toNumber: 'DB00' }, 'toNumber', 400],
    [{ orderId: 'mine' }, 'orderId', 400],
    [{ rule: { kind: 'all' }, amount: undefined }, 'rule', 400],
  ])('%j', async (more, field, status) => {
    const { from, to } = await twoAccounts()
    expect(await refusalOf(owner, create(from, to, more))).toMatchObject({ field, status })
  })

  test('and nobody orders from an account that they can’t operate', async () => {
    const { from, to } = await twoAccounts()
    expect(await refusalOf(owner, create(to, from))).toMatchObject({ status: 404 })
    expect(await refusalOf(auditor, create(from, to))).toMatchObject({ status: 403 })
    const { orderId } = await order(teller, create(to, from))
    expect(await refusalOf(owner, { type: 'CancelPaymentOrder', orderId })).toMatchObject({
      status: 404,
    })
  })
})

describe('whoever is killed, a date is paid once', () => {
  /** Runs an order until its nth command, which is not sent, or of which the answer is lost. */
  async function killedAt(orderId: string, nth: number, isSent: boolean, execute = bank().execute) {
    let sent = 0
    const untilThen = async (envelope: CommandEnvelope) => {
      sent++
      if (sent === nth && isSent) await execute(envelope)
      if (sent === nth) throw new Error('killed')
      return execute(envelope)
    }
    await advance({ ...bank(), execute: untilThen }, orderId, NONE, new Date()).catch(error => {
      if (error.message !== 'killed') throw error
    })
  }

  async function finish(orderId: string) {
    await Promise.all([orderNow(orderId), orderNow(orderId)])
    await orderNow(orderId)
  }

  test.each([
    ['by one command', 1],
    ['by one after the other, as the release before does', 3],
  ])('%s: before and after each is recorded', async (_, commands) => {
    const { from, to } = await twoAccounts()
    let left = 100
    for (let nth = 1; nth <= commands; nth++) {
      for (const isSent of [false, true]) {
        const { orderId } = await order(owner, create(from, to, { amount: '1.00' }))
        const execute = commands === 1 ? bank().execute : stepwise(bank())
        for (let kills = 0; kills < 2; kills++) await killedAt(orderId, nth, isSent, execute)
        await finish(orderId)
        left--
        expect(await getOrder(owner, orderId)).toMatchObject({ status: 'completed', executed: 1 })
        expect(await balanceOf(from)).toBe(`${left}.00`)
      }
    }
  })

  test('and one that the account refuses is told once', async () => {
    const { from, to } = await twoAccounts()
    for (const nth of [1, 2, 3]) {
      for (const isSent of [false, true]) {
        const { orderId } = await order(owner, create(from, to, { amount: '100.01' }))
        for (let kills = 0; kills < 2; kills++) await killedAt(orderId, nth, isSent)
        await finish(orderId)
        expect((await eventsOf(orderId)).slice(-2)).toEqual(['PaymentDue', 'PaymentFailed'])
      }
    }
    expect(await balanceOf(from)).toBe('100.00')
  })

  test('also while the release before pays beside', async () => {
    const { from, to } = await twoAccounts()
    const before = { ...bank(), execute: stepwise(bank()) }
    for (let turn = 0; turn < 5; turn++) {
      const { orderId } = await order(owner, create(from, to, { amount: '1.00' }))
      const [one, other] = turn % 2 === 0 ? [bank(), before] : [before, bank()]
      await Promise.all([one, other].map(its => advance(its, orderId, NONE, new Date())))
      await finish(orderId)
      expect(await getOrder(owner, orderId)).toMatchObject({ status: 'completed', executed: 1 })
    }
    expect([await balanceOf(from), await balanceOf(to)]).toEqual(['95.00', '105.00'])
  })

  test('and by two at once', async () => {
    const { from, to } = await twoAccounts()
    const rule = { kind: 'top-up', to: '150.00' }
    const { orderId } = await order(teller, create(from, to, { amount: undefined, rule }))
    await Promise.all([1, 2, 3, 4].map(() => orderNow(orderId)))
    await orderNow(orderId)
    expect(await balanceOf(to)).toBe('150.00')
    const events = await eventsOf(orderId)
    expect(events.filter(type => type === 'PaymentExecuted')).toHaveLength(1)
  })
})

test('what is due gives way, in part, to commands of others that wait', async () => {
  const { from, to } = await twoAccounts()
  // Not due yet, by the clock that they are decided by: each is one command, that is refused.
  const first = '2998-01-01'
  const asked = create(from, to, { amount: '0.01', schedule: { first, every: 'once' } })
  const made = await Promise.all(Array.from({ length: 40 }, () => order(teller, asked)))
  const ids = new Set(made.map(({ orderId }) => orderId))
  const then = new Date('2998-01-02')
  await vi.waitFor(
    async () =>
      expect(await findDueOrders(bank().db, then, 100)).toEqual(expect.arrayContaining([...ids])),
    10_000,
  )
  /** How many of their commands are under way at once. */
  const atOnce = async (unanswered: number) => {
    let [underWay, most] = [0, 0]
    const execute = (envelope: CommandEnvelope) => {
      if (ids.has(envelope.stream.id)) most = Math.max(most, ++underWay)
      return bank()
        .execute(envelope)
        .finally(() => {
          if (ids.has(envelope.stream.id)) underWay--
        })
    }
    await payDueOrders({ ...bank(), execute, unanswered: () => unanswered }, NONE, then)
    return most
  }
  expect(await atOnce(0)).toBe(40)
  expect(await atOnce(1)).toBe(8)
})

test('the list of what is due can be rebuilt, and is compared with the streams', async () => {
  const { from, to } = await twoAccounts()
  const { orderId } = await order(
    teller,
    create(to, from, { schedule: { ...once, first: '2999-01-01' } }),
  )
  const sql = openOwner()
  const row = async () =>
    (await sql`select due_at, status from payment_orders where aggregate_id = ${orderId}`)[0]
  const before = await vi.waitFor(async () => {
    const found = await row()
    expect(found).toMatchObject({ status: 'scheduled', due_at: new Date('2999-01-01') })
    return found
  }, 10_000)
  await sql`update payment_orders set due_at = null where aggregate_id = ${orderId}`
  expect(await differences()).toMatchObject([{ where: 'payment-orders', key: orderId }])
  await REBUILDS['payment-orders']?.(sql, () => {})
  expect(await row()).toEqual(before)
  await sql.end()
})
