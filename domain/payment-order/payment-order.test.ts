import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayIn } from '@/domain/bank-account/business-day'
import type { Context } from '@/domain/event-sourcing/aggregate'
import type { AskedRule, AskedSchedule, Decider, PaymentOrderCommand } from './commands'
import type { PaymentOrderEvent } from './events'
import { type OrderStatus, type PaymentOrder, paymentOrder } from './payment-order'
import { amountBy, RETRIES_MS } from './payments'
import { datesFrom, FREQUENCIES, HOLIDAY_RULES } from './schedule'

const JANA: Decider = { id: 'u-jana', name: 'Jana', kind: 'person' }
const TOM: Decider = { id: 'u-tom', name: 'Tomáš', kind: 'person' }
const PROGRAM: Decider = { id: 's-1', name: 'Nightly', kind: 'service' }
const by = { id: JANA.id, name: JANA.name }
const NOW = new Date('2026-12-01T09:00:00Z')

const subject = {
  accountId: '0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11',
  to: { accountId: '5d0e6b59-3f43-4a51-8a66-6a0d8b7a9c22', number: '1234567890', owner: 'Rent' },
  currency: 'EUR',
  timeZone: 'Europe/Prague',
  by,
}
const monthly: AskedSchedule = { first: '2026-12-31', every: 'month', count: 3 }
const fixed: AskedRule = { kind: 'fixed', amount: '700.00' }

function create(more: {
  readonly rule?: AskedRule
  readonly schedule?: AskedSchedule
  readonly needsApproval?: boolean
}): Extract<PaymentOrderCommand, { type: 'CreatePaymentOrder' }> {
  const { rule = fixed, schedule = monthly, needsApproval = false } = more
  return {
    type: 'CreatePaymentOrder',
    ...{ ...subject, rule, schedule, reference: 'Rent', needsApproval },
  }
}

const at = (now: Date): Context<never> => ({ id: '', now, startedAt: null, facts: null })
const on = (day: string) => new Date(`${day}T09:00:00Z`)
const after = (events: readonly PaymentOrderEvent[]) =>
  events.reduce<PaymentOrder>(paymentOrder.evolve, paymentOrder.initial)

type Step = PaymentOrderCommand | Date

/** Sends commands, each at the last moment named before it. */
function run(...steps: Step[]) {
  const events: PaymentOrderEvent[] = []
  const told: string[] = []
  let now = NOW
  for (const step of steps) {
    if (step instanceof Date) {
      now = step
      continue
    }
    const decision = paymentOrder.decide(step, after(events), at(now))
    if (decision.outcome === 'accepted') events.push(...decision.events)
    told.push(
      decision.outcome === 'refused'
        ? paymentOrder.sentenceFor(decision.refusal)
        : decision.events.map(({ type }) => type.replace('PaymentOrder', '')).join(' '),
    )
  }
  return { events, state: after(events), told, last: told.at(-1) }
}

const begin = (index: number, date: string, amount: string | null = '700.00') =>
  ({ type: 'BeginPayment', index, date, on: date, amount }) as const
const commandId = '9d2f1c44-7a1e-4c0b-9a53-6e5d4c3b2a10'
const paid = (date: string, attempt = 1) =>
  ({
    type: 'RecordPayment',
    ...{ date, attempt, commandId, entries: { from: 4, to: 9 } },
  }) as const
const failed = (date: string, attempt = 1, type = 'InsufficientFunds') =>
  ({
    type: 'RecordPaymentFailure',
    ...{ date, attempt, commandId, refusal: { type, field: null } },
  }) as const
const approve = (by: Decider) => ({ type: 'ApprovePaymentOrder', by }) as const

describe('a payment order', () => {
  test('runs from its draft to its last payment', () => {
    const { told, state } = run(
      create({ needsApproval: true }),
      approve(TOM),
      ...[on('2026-12-31'), begin(0, '2026-12-31'), paid('2026-12-31')],
      ...[on('2027-01-31'), begin(1, '2027-01-31'), paid('2027-01-31')],
      ...[on('2027-02-28'), begin(2, '2027-02-28'), paid('2027-02-28')],
    )
    expect(told).toEqual([
      'Drafted Submitted',
      'Approved Scheduled',
      ...['PaymentDue', 'PaymentExecuted', 'PaymentDue', 'PaymentExecuted'],
      ...['PaymentDue', 'PaymentExecuted Completed'],
    ])
    expect(state).toMatchObject({ status: 'completed', executed: 3, paid: 210_000n, open: null })
  })

  test('is approved by another person, or rejected with a reason', () => {
    const made = create({ needsApproval: true })
    const reject = { type: 'RejectPaymentOrder', by: TOM, reason: ' ' } as const
    expect(run(made, approve(JANA)).last).toBe(
      'You made this payment order, so another person must decide.',
    )
    expect(run(made, approve(PROGRAM)).last).toMatch(/no program/)
    expect(run(made, reject).last).toBe('Enter the reason.')
    expect(run(made, { ...reject, reason: 'Wrong account' }).state.status).toBe('rejected')
    expect(run(made, approve(TOM), approve(TOM)).last).toBe('This payment order is running.')
  })

  test('that nobody approves in time expires; dates that passed meanwhile are not paid', () => {
    const made = create({ needsApproval: true })
    const end = { type: 'EndPaymentOrder' } as const
    expect(run(made, end).last).toBe('Payments remain to be made.')
    expect(run(made, on('2027-03-01'), approve(TOM)).last).toMatch(/No payment would follow/)
    expect(run(made, on('2027-03-01'), end).state.status).toBe('expired')
    const late = run(made, on('2027-01-02'), approve(TOM), on('2027-01-31'))
    expect(late.state).toMatchObject({ status: 'scheduled', next: 1 })
  })

  test('pays nothing before its day, nothing twice, and one payment after the other', () => {
    const made = create({})
    expect(run(made, begin(0, '2026-12-31')).last).toBe('This payment is not due yet.')
    expect(run(made, on('2026-12-31'), begin(0, '2026-12-30')).last).toMatch(/no such payment/)
    const begun = [made, on('2027-01-31'), begin(0, '2026-12-31')] as const
    expect(run(...begun, begin(0, '2026-12-31')).last).toMatch(/no such payment/)
    expect(run(...begun, begin(1, '2027-01-31')).last).toMatch(/no such payment/)
    expect(run(...begun, paid('2026-12-31'), paid('2026-12-31')).last).toBe('')
    expect(run(...begun, paid('2027-01-31')).last).toMatch(/no such payment/)
    expect(run(...begun).events.at(-1)).toMatchObject({ type: 'PaymentDue', late: true })
  })

  test('tries a payment again by the stated waits, with the same amount, then gives it up', () => {
    const steps: Step[] = [create({}), on('2026-12-31'), begin(0, '2026-12-31')]
    let now = on('2026-12-31').getTime()
    RETRIES_MS.forEach((wait, tries) => {
      const retry = { type: 'RetryPayment', date: '2026-12-31', attempt: tries + 2 } as const
      expect(run(...steps, failed('2026-12-31', tries + 1), retry).last).toBe(
        'This payment is not due yet.',
      )
      now += wait
      steps.push(failed('2026-12-31', tries + 1), new Date(now), retry)
    })
    const over = run(...steps, failed('2026-12-31', RETRIES_MS.length + 1))
    expect(over.events.at(-1)).toMatchObject({ type: 'PaymentFailed', retryAt: null })
    expect(over.state).toMatchObject({ open: null, executed: 0, status: 'scheduled', next: 1 })
    expect(run(...steps, paid('2026-12-31', RETRIES_MS.length + 1)).state).toMatchObject({
      executed: 1,
    })
  })

  test('tries a payment again as often as the bank says', () => {
    const steps = [create({}), on('2026-12-31'), begin(0, '2026-12-31')] as const
    const told = (retriesMs: readonly number[]) =>
      run(...steps, { ...failed('2026-12-31'), retriesMs }).events.at(-1)
    const retryAt = new Date(on('2026-12-31').getTime() + 90_000).toISOString()
    expect(told([90_000])).toMatchObject({ type: 'PaymentFailed', retryAt })
    expect(told([])).toMatchObject({ retryAt: null })
  })

  test('gives a payment up at once when time can’t mend it', () => {
    const { state } = run(
      create({ schedule: { first: '2026-12-31', every: 'once' } }),
      ...[on('2026-12-31'), begin(0, '2026-12-31'), failed('2026-12-31', 1, 'AccountClosed')],
    )
    expect(state).toMatchObject({ status: 'completed', executed: 0, open: null })
  })

  test('skips a date when its rule finds nothing to pay', () => {
    const sweep = create({ rule: { kind: 'sweep', above: '100.00' } })
    const skipped = run(sweep, on('2026-12-31'), begin(0, '2026-12-31', null))
    expect(skipped.events.at(-1)).toEqual({ type: 'PaymentSkipped', index: 0, date: '2026-12-31' })
    expect(skipped.state).toMatchObject({ next: 1, open: null })
  })

  test('pauses and resumes; dates that passed meanwhile are left out', () => {
    const paused = [create({}), { type: 'PausePaymentOrder' }] as const
    const resume = { type: 'ResumePaymentOrder' } as const
    expect(run(...paused, on('2026-12-31'), begin(0, '2026-12-31')).last).toBe(
      'This payment order is paused.',
    )
    expect(run(...paused, on('2027-01-01'), resume).state).toMatchObject({ next: 1 })
    expect(run(...paused, on('2027-03-01'), resume).last).toBe('Completed')
    expect(run(create({}), resume).last).toBe('This payment order is running.')
  })

  test('records a payment that was begun before it was paused or cancelled', () => {
    const begun = [create({}), on('2026-12-31'), begin(0, '2026-12-31')] as const
    for (const type of ['PausePaymentOrder', 'CancelPaymentOrder'] as const) {
      const { state } = run(...begun, { type }, paid('2026-12-31'))
      expect(state).toMatchObject({ executed: 1, open: null })
    }
    expect(run(create({}), { type: 'CancelPaymentOrder' }, on('2026-12-31')).state.status).toBe(
      'cancelled',
    )
  })

  test('changes for payments to come alone', () => {
    const change = (more: Partial<ReturnType<typeof create>> = {}) =>
      ({ ...create({}), ...more, type: 'ChangePaymentOrder' }) as const
    const running = [create({}), on('2027-01-05'), begin(0, '2026-12-31')] as const
    expect(run(create({}), change()).last).toMatch(/^Nothing to change/)
    const changed = run(...running, change({ rule: { kind: 'fixed', amount: '800.00' } }))
    expect(changed.state).toMatchObject({ open: { amount: 70_000n }, rule: { amount: 80_000n } })
    const sooner = change({ schedule: { first: '2027-01-04', every: 'week' } })
    expect(run(...running, sooner).last).toBe('The first payment can’t be in the past.')
    const weekly = change({ schedule: { first: '2027-01-05', every: 'week' } })
    expect(run(...running, weekly).state).toMatchObject({ next: 0 })
    const draft = { ...create({}), type: 'DraftPaymentOrder' } as const
    const drafted = run(draft, change({ reference: 'New', needsApproval: true }))
    expect(drafted.state).toMatchObject({ status: 'draft', reference: 'New' })
    const large = run(...running, change({ reference: 'New', needsApproval: true }))
    expect(large.state.status).toBe('submitted')
  })

  test('is refused with what is wrong beside it', () => {
    const schedule = (more: Partial<AskedSchedule>) => create({ schedule: { ...monthly, ...more } })
    const cases: [PaymentOrderCommand, string][] = [
      [schedule({ first: '2026-02-30' }), 'Enter a date such as 2026-11-30.'],
      [schedule({ first: '2026-11-30' }), 'The first payment can’t be in the past.'],
      [schedule({ until: '2026-12-30' }), 'The last date can’t be before the first payment.'],
      [schedule({ until: 'soon' }), 'Enter a date such as 2026-11-30.'],
      [schedule({ count: 0 }), 'Enter a number of payments from 1 to 10000.'],
      [schedule({ count: 1.5 }), 'Enter a number of payments from 1 to 10000.'],
      [schedule({ every: 'hour' }), 'Choose once, day, week, month, quarter or year.'],
      [schedule({ holidays: 'never' }), expect.stringContaining('weekends and bank holidays')],
      [
        schedule({ first: '2026-12-10', until: '2026-12-20', lastDay: true }),
        'No payment would follow. Enter a later end.',
      ],
      [create({ rule: { kind: 'fixed', amount: '0' } }), 'Enter an amount above zero.'],
      [create({ rule: { kind: 'top-up', to: '1.005' } }), expect.stringContaining('EUR amounts')],
      [create({ rule: { kind: 'sweep', above: '-1' } }), 'Enter an amount above zero.'],
      [{ ...create({}), to: { ...subject.to, accountId: subject.accountId } }, expect.any(String)],
      [{ ...create({}), timeZone: 'Prague' }, 'Enter a time zone such as Europe/Prague.'],
      [{ type: 'PausePaymentOrder' }, 'This payment order does not exist.'],
    ]
    for (const [command, sentence] of cases) {
      const { last, events } = run(command)
      expect(last).toEqual(sentence)
      expect(events).toEqual([])
    }
    expect(run(create({}), create({})).last).toBe('This payment order already exists.')
  })
})

test('amounts by rule are never below a minor unit', () => {
  const money = fc.bigInt({ min: -1_000n, max: 1_000n })
  fc.assert(
    fc.property(money, money, fc.bigInt({ min: 0n, max: 1_000n }), (available, balance, limit) => {
      const balances = { available, payeeBalance: balance }
      const swept = amountBy({ kind: 'sweep', above: limit }, balances)
      if (swept !== null) expect([swept > 0n, available - swept]).toEqual([true, limit])
      else expect(available <= limit).toBe(true)
      const topped = amountBy({ kind: 'top-up', to: limit }, balances)
      if (topped !== null) expect([topped > 0n, balance + topped]).toEqual([true, limit])
      else expect(balance >= limit).toBe(true)
    }),
  )
})

/** The diagram in `payment-order.ts`, as a table. */
const NEXT: Readonly<Record<PaymentOrder['status'], readonly OrderStatus[]>> = {
  none: ['draft'],
  draft: ['submitted', 'expired', 'cancelled'],
  submitted: ['scheduled', 'rejected', 'expired', 'cancelled'],
  scheduled: ['paused', 'submitted', 'completed', 'cancelled'],
  paused: ['scheduled', 'submitted', 'completed', 'cancelled'],
  rejected: [],
  cancelled: [],
  completed: [],
  expired: [],
}

const random = fc.noBias(
  fc.record({
    kind: fc.constantFrom(
      ...['begin', 'begin', 'begin', 'paid', 'paid', 'failed', 'failed', 'retry', 'retry'],
      ...['approve', 'approve', 'reject', 'change', 'pause', 'resume', 'resume', 'cancel', 'end'],
      ...['submit', 'create', 'draft'],
    ),
    hours: fc.constantFrom(0, 0, 1, 6, 24, 24, 24 * 7, 24 * 31, -72),
    pick: fc.nat(9_999),
  }),
)

test('20,000 random commands at random times pay each date at most once, by the diagram', () => {
  const seen = new Set<string>()
  let sent = 0
  fc.assert(
    fc.property(fc.array(random, { minLength: 100, maxLength: 100 }), steps => {
      const events: PaymentOrderEvent[] = []
      let now = NOW.getTime()
      let state: PaymentOrder = paymentOrder.initial
      for (const { kind, hours, pick } of steps) {
        now += hours * 3_600_000
        const command = commandOf(kind, pick, state, new Date(now))
        const decision = paymentOrder.decide(command, state, at(new Date(now)))
        sent++
        if (decision.outcome === 'refused') {
          seen.add(decision.refusal.type)
          continue
        }
        for (const event of decision.events) {
          const before = state.status
          events.push(event)
          state = paymentOrder.evolve(state, event)
          seen.add(event.type)
          if (state.status !== before) expect(NEXT[before]).toContain(state.status)
        }
      }
      checkPayments(events)
    }),
    { numRuns: 200 },
  )
  expect(sent).toBe(20_000)
  // A property that reaches nothing proves nothing: all 16 events, and most refusals.
  expect(
    [...seen].filter(type => /^(PaymentOrder(?!Not|Alr|Unc)|Payment[DREFS])/.test(type)),
  ).toHaveLength(16)
})

function commandOf(kind: string, pick: number, state: PaymentOrder, now: Date) {
  const today = dayIn('Europe/Prague', now)
  const schedule: AskedSchedule = {
    first: today,
    every: FREQUENCIES[pick % 6] ?? 'once',
    holidays: HOLIDAY_RULES[pick % 3] ?? 'as-is',
    lastDay: pick % 5 === 0,
    count: pick % 2 === 0 ? 1 + (pick % 7) : null,
  }
  const rule: AskedRule = { kind: 'fixed', amount: `${1 + (pick % 9)}.00` }
  const terms = create({ rule, schedule, needsApproval: pick % 4 === 0 })
  const order = state.status === 'none' ? null : state
  const open = order?.open
  const tried = { date: open?.date ?? today, attempt: open?.attempt ?? 1, commandId }
  const next = order && datesFrom(order.schedule, order.next, new Set(), 1)[0]
  const due = next ?? { index: 0, date: today, on: today }
  const decider = [TOM, TOM, JANA, PROGRAM][pick % 4] ?? TOM
  const commands: Record<string, PaymentOrderCommand> = {
    create: terms,
    draft: { ...terms, type: 'DraftPaymentOrder' },
    submit: { type: 'SubmitPaymentOrder', needsApproval: pick % 2 === 0 },
    approve: approve(decider),
    reject: { type: 'RejectPaymentOrder', by: decider, reason: 'No' },
    change: { ...terms, type: 'ChangePaymentOrder' },
    pause: { type: 'PausePaymentOrder' },
    resume: { type: 'ResumePaymentOrder' },
    cancel: { type: pick % 6 === 0 ? 'CancelPaymentOrder' : 'PausePaymentOrder' },
    end: { type: 'EndPaymentOrder' },
    begin: { type: 'BeginPayment', ...due, amount: pick % 8 === 0 ? null : '5.00' },
    retry: { type: 'RetryPayment', date: tried.date, attempt: tried.attempt + 1 },
    paid: { type: 'RecordPayment', ...tried, entries: { from: 2, to: 2 } },
    failed: failed(tried.date, tried.attempt, pick % 3 === 0 ? 'AccountClosed' : undefined),
  }
  const command = commands[kind]
  if (!command) throw new Error(kind)
  return command
}

function checkPayments(events: readonly PaymentOrderEvent[]) {
  const begun: string[] = []
  const executed: string[] = []
  let [open, sum] = [null as string | null, 0n]
  for (const event of events) {
    if (event.type === 'PaymentDue' || event.type === 'PaymentSkipped') begun.push(event.date)
    if (event.type === 'PaymentDue' || event.type === 'PaymentRetried') {
      expect(open).toBeNull()
      open = `${event.date} ${event.attempt}`
    }
    if (event.type === 'PaymentExecuted' || event.type === 'PaymentFailed') {
      expect(`${event.date} ${event.attempt}`).toBe(open)
      open = null
    }
    if (event.type === 'PaymentExecuted') {
      executed.push(event.date)
      sum += event.amount
    }
  }
  expect(begun).toEqual([...new Set(begun)].sort())
  expect(new Set(executed).size).toBe(executed.length)
  const state = after(events)
  if (state.status === 'none') return
  expect(state).toMatchObject({ executed: executed.length, paid: sum })
  const { count } = state.schedule
  const isChanged = events.some(({ type }) => type === 'PaymentOrderChanged')
  if (count !== null && !isChanged) expect(begun.length).toBeLessThanOrEqual(count)
}
