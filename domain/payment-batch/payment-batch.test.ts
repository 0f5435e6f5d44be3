import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AskedRow, PaymentBatchCommand } from './commands'
import type { PaymentBatchEvent } from './events'
import { dueFrom } from './next'
import { type PaymentBatch, paymentBatch } from './payment-batch'

const EVA = { id: 'u-eva', name: 'Eva' }
const ADA = { id: 'u-ada', name: 'Ada' }
const person = (by = ADA) => ({ ...by, kind: 'person' }) as const
const PAYER = '0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11'
const to = { accountId: '5b0de9f4-3f6b-4a51-8f0c-1c7a2f3d4e55', number: 'DB1', owner: 'Jan' }
const file = { name: 'salaries.csv', format: 'csv', digest: 'a'.repeat(64) } as const

const rowsOf = (count: number, more: Partial<AskedRow> = {}): AskedRow[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ line: n + 2, to, amount: '1.50', date: '2027-01-31', reference: null },
    ...more,
  }))
const create = (more: object = {}): PaymentBatchCommand => ({
  ...{ type: 'CreatePaymentBatch', accountId: PAYER, currency: 'EUR', timeZone: 'Europe/Prague' },
  ...{ by: EVA, file, rows: rowsOf(2), refused: [], needsApproval: true },
  ...more,
})
const approve = (by = person()): PaymentBatchCommand => ({ type: 'ApprovePaymentBatch', by })
const made = (upTo: number): PaymentBatchCommand => ({
  type: 'RecordOrdersMade',
  upTo,
  refused: [],
})
const complete = (paid: number, failed = 0): PaymentBatchCommand => ({
  type: 'CompletePaymentBatch',
  ...{ paid, failed },
})

function decide(command: PaymentBatchCommand, state: PaymentBatch) {
  const context = { id: '', now: new Date(0), startedAt: null, facts: null }
  return paymentBatch.decide(command, state, context)
}

/** The state after commands, or the sentence of the first that is refused. */
function stateAfter(...commands: PaymentBatchCommand[]): PaymentBatch | string {
  let state = paymentBatch.initial
  for (const command of commands) {
    const decided = decide(command, state)
    if (decided.outcome === 'refused') return paymentBatch.sentenceFor(decided.refusal)
    state = decided.events.reduce<PaymentBatch>(paymentBatch.evolve, state)
  }
  return state
}

describe('a batch', () => {
  test('has its rows and refused rows, in events of 500 rows at most', () => {
    const refused = [{ line: 9, sentence: 'No.' }]
    const command = create({ rows: rowsOf(1_001), refused })
    const decided = decide(command, paymentBatch.initial)
    const types = decided.outcome === 'accepted' ? decided.events.map(({ type }) => type) : []
    const added = ['PaymentBatchRowsAdded', 'PaymentBatchRowsAdded', 'PaymentBatchRowsAdded']
    expect(types).toEqual([
      ...['PaymentBatchUploaded', ...added],
      ...['PaymentBatchRowsRefused', 'PaymentBatchSubmitted'],
    ])
    expect(stateAfter(command)).toMatchObject({ status: 'submitted', total: 150_150n, refused })
  })

  test('below the limit runs at once; above it, when another person has approved it', () => {
    expect(stateAfter(create({ needsApproval: false }))).toMatchObject({ status: 'running' })
    expect(stateAfter(create())).toMatchObject({ status: 'submitted' })
    expect(stateAfter(create(), approve())).toMatchObject({ status: 'running', decidedBy: ADA })
    expect(stateAfter(create(), approve(person(EVA)))).toContain('another person must decide')
    const program = { ...ADA, kind: 'service' } as const
    expect(stateAfter(create(), { type: 'ApprovePaymentBatch', by: program })).toContain(
      'no program',
    )
  })

  test('is rejected with a reason, or withdrawn by whoever uploaded it', () => {
    const reject = { type: 'RejectPaymentBatch', by: person(), reason: 'Old amounts' } as const
    expect(stateAfter(create(), reject)).toMatchObject({
      status: 'rejected',
      reason: 'Old amounts',
    })
    expect(stateAfter(create(), { ...reject, reason: ' ' })).toContain('reason')
    const withdraw = (by = person(EVA)) => ({ type: 'WithdrawPaymentBatch', by }) as const
    expect(stateAfter(create(), withdraw())).toMatchObject({ status: 'withdrawn' })
    expect(stateAfter(create(), withdraw(person()))).toContain('Only Eva')
    expect(stateAfter(create(), reject, approve())).toBe('This batch was rejected.')
  })

  test('is completed once every row has become an order and every order is over', () => {
    const running = [create(), approve()]
    expect(stateAfter(...running, made(1), complete(1))).toContain('remain')
    expect(stateAfter(...running, made(2), complete(1))).toContain('remain')
    const whole = [...running, made(1), made(2), complete(1, 1)]
    expect(stateAfter(...whole)).toMatchObject({
      status: 'completed',
      outcome: { paid: 1, failed: 1 },
    })
    expect(stateAfter(...whole, made(1), complete(2))).toEqual(stateAfter(...whole))
    expect(stateAfter(...running, made(3))).toContain('remain')
  })

  test.each([
    [{ rows: [] }, 'No row'],
    [{ rows: rowsOf(10_001) }, 'at most 10,000 payments'],
    [{ rows: rowsOf(1, { amount: '0' }) }, 'line 2'],
    [{ rows: rowsOf(1, { amount: '1.234' }) }, 'line 2'],
    [{ rows: rowsOf(1, { date: 'soon' }) }, 'line 2'],
    [{ rows: rowsOf(1, { to: { ...to, accountId: PAYER } }) }, 'line 2'],
    [{ timeZone: '+01:00' }, 'zone'],
  ])('can’t be made of %j', (more, sentence) => {
    expect(stateAfter(create(more))).toContain(sentence)
  })

  test('needs the bank from its approval on, and again when its last date begins', () => {
    const dueOf = (...commands: PaymentBatchCommand[]) => {
      const state = stateAfter(...commands)
      return typeof state === 'string' || state.status === 'none' ? state : dueFrom(state)
    }
    expect(dueOf(create())).toBeNull()
    expect(dueOf(create(), approve())).toEqual(new Date(0))
    expect(dueOf(create(), approve(), made(2))).toEqual(new Date('2027-01-30T23:00:00Z'))
    expect(dueOf(create(), approve(), made(2), complete(2))).toBeNull()
  })
})

test('whatever is sent, a batch goes only forward, and its rows and total stay', () => {
  const order = ['none', 'submitted', 'running', 'rejected', 'withdrawn', 'completed']
  const someone = fc.constantFrom(person(EVA), person())
  const command: fc.Arbitrary<PaymentBatchCommand> = fc.oneof(
    fc.boolean().map(needsApproval => create({ needsApproval })),
    someone.map(approve),
    someone.map(by => ({ type: 'RejectPaymentBatch', by, reason: 'No' }) as const),
    someone.map(by => ({ type: 'WithdrawPaymentBatch', by }) as const),
    fc.nat(3).map(made),
    fc.tuple(fc.nat(2), fc.nat(2)).map(([paid, failed]) => complete(paid, failed)),
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), commands => {
      let state = paymentBatch.initial
      for (const one of commands) {
        const decided = decide(one, state)
        if (decided.outcome === 'refused') continue
        const events: readonly PaymentBatchEvent[] = decided.events
        const next = events.reduce<PaymentBatch>(paymentBatch.evolve, state)
        expect(order.indexOf(next.status)).toBeGreaterThanOrEqual(order.indexOf(state.status))
        if (next.status !== 'none') expect([next.rows.length, next.total]).toEqual([2, 300n])
        state = next
      }
    }),
    { numRuns: 2_000 },
  )
})
