import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Context } from '@/domain/event-sourcing/aggregate'
import {
  type Approval,
  type ApprovalCommand,
  type ApprovalStatus,
  approval,
  type Decider,
} from './approval'
import type { ApprovalEvent, Asked } from './events'
import { type ApprovalRefusal, sentenceFor } from './refusal'

const TOM: Decider = { id: 'u-tom', name: 'Tomáš', kind: 'person' }
const EVA: Decider = { id: 'u-eva', name: 'Eva', kind: 'person' }
const JAN: Decider = { id: 'u-jan', name: 'Jan', kind: 'person' }
const PROGRAM: Decider = { id: 's-1', name: 'Nightly', kind: 'service' }
const [tom, eva] = [TOM, EVA].map(({ id, name }) => ({ id, name })) as [Asked['by'], Asked['by']]

const asked: Asked = {
  accountId: '0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11',
  command: {
    type: 'ReverseEntry',
    version: 3,
    reason: 'Paid twice',
    allowOverdrawing: false,
    other: null,
  },
  amount: '60000.00',
  currency: 'EUR',
  by: tom,
}
const REQUESTED: ApprovalEvent = { type: 'ApprovalRequested', ...asked }
const GIVEN: ApprovalEvent = { type: 'ApprovalGiven', by: eva }
const REJECTED: ApprovalEvent = { type: 'ApprovalRejected', by: eva, reason: 'Wrong entry' }
const WITHDRAWN: ApprovalEvent = { type: 'ApprovalWithdrawn', by: tom }
const commandId = '9d2f1c44-7a1e-4c0b-9a53-6e5d4c3b2a10'
const DONE: ApprovalEvent = { type: 'ApprovalCarriedOut', commandId }
const refusal = { type: 'AlreadyReversed', field: 'version', by: 9 }
const FAILED: ApprovalEvent = { type: 'ApprovalFailed', commandId, refusal }

const context: Context<never> = { id: '', now: new Date(), startedAt: null, facts: null }
const after = (events: readonly ApprovalEvent[]) =>
  events.reduce<Approval>(approval.evolve, approval.initial)

/** What a command does after these events: its event, `nothing`, or the sentence of its refusal. */
function told(given: readonly ApprovalEvent[], command: ApprovalCommand) {
  const decision = approval.decide(command, after(given), context)
  if (decision.outcome === 'refused') return sentenceFor(decision.refusal)
  return decision.events[0] ?? 'nothing'
}

const approve = (by: Decider): ApprovalCommand => ({ type: 'ApproveRequest', by })
const reject = (by: Decider, reason = 'Wrong entry'): ApprovalCommand => {
  return { type: 'RejectRequest', by, reason }
}
const withdraw = (by: Decider): ApprovalCommand => ({ type: 'WithdrawRequest', by })
const request: ApprovalCommand = { type: 'RequestApproval', asked }
const outcome = (why: typeof refusal | null): ApprovalCommand => {
  return { type: 'RecordOutcome', commandId, refusal: why }
}

describe('four eyes', () => {
  const OWN = 'You asked for this, so another teller must decide. You can withdraw it.'
  const WAITING = [REQUESTED]
  const APPROVED = [REQUESTED, GIVEN]
  const cases: [string, readonly ApprovalEvent[], ApprovalCommand, ApprovalEvent | string][] = [
    ['a request keeps the whole command', [], request, REQUESTED],
    ['it is made once', WAITING, request, 'This was already sent for approval.'],
    ['another person approves', WAITING, approve(EVA), GIVEN],
    ['another person rejects', WAITING, reject(EVA), REJECTED],
    ['who asked withdraws', WAITING, withdraw(TOM), WITHDRAWN],
    ['who asked can’t approve', WAITING, approve(TOM), OWN],
    ['who asked can’t reject', WAITING, reject(TOM), OWN],
    ['under another name they can’t either', WAITING, approve({ ...TOM, name: 'T.' }), OWN],
    [
      'a program can’t decide',
      WAITING,
      approve(PROGRAM),
      'Only a person can approve or reject this, no program.',
    ],
    [
      'only who asked withdraws',
      WAITING,
      withdraw(EVA),
      'Only Tomáš, who asked for this, can withdraw it.',
    ],
    ['a rejection has a reason', WAITING, reject(EVA, ' '), 'Enter the reason.'],
    [
      'the second to decide hears of the first',
      APPROVED,
      reject(JAN),
      'Eva has already approved this.',
    ],
    ['so does the same person', APPROVED, approve(EVA), 'Eva has already approved this.'],
    [
      'what was rejected stays so',
      [REQUESTED, REJECTED],
      approve(JAN),
      'Eva has already rejected this.',
    ],
    [
      'what was withdrawn too',
      [REQUESTED, WITHDRAWN],
      approve(JAN),
      'Tomáš has already withdrawn this.',
    ],
    [
      'what is approved can’t be withdrawn',
      APPROVED,
      withdraw(TOM),
      'Eva has already approved this.',
    ],
    ['what was approved is carried out', APPROVED, outcome(null), DONE],
    ['or the account refused it', APPROVED, outcome(refusal), FAILED],
    ['its outcome counts once', [...APPROVED, DONE], outcome(refusal), 'nothing'],
    ['without approval there is none', WAITING, outcome(null), 'This was not approved.'],
    ['nor after a rejection', [REQUESTED, REJECTED], outcome(null), 'This was not approved.'],
    ['nothing is decided that nobody asked', [], approve(EVA), 'This request does not exist.'],
  ]
  test.each(cases)('%s', (_, given, command, then) => expect(told(given, command)).toEqual(then))
})

test('an event without its request is an impossible log', () => {
  expect(() => after([GIVEN])).toThrow('ApprovalGiven before anything was requested')
})

const person = fc.constantFrom(TOM, EVA, JAN, PROGRAM)
const anyCommand: fc.Arbitrary<ApprovalCommand> = fc.oneof(
  person.map(({ id, name }): ApprovalCommand => {
    return { type: 'RequestApproval', asked: { ...asked, by: { id, name } } }
  }),
  person.map(approve),
  fc.tuple(person, fc.constantFrom('Wrong', ' ')).map(([by, reason]) => reject(by, reason)),
  person.map(withdraw),
  fc.constantFrom(outcome(null), outcome(refusal)),
)

test('whatever is sent: never decided by who asked, at most once, carried out only if approved', () => {
  const seen = new Set<ApprovalStatus | ApprovalRefusal['type']>()
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 30 }), commands => {
      const events: ApprovalEvent[] = []
      for (const command of commands) {
        const decision = approval.decide(command, after(events), context)
        if (decision.outcome === 'refused') seen.add(decision.refusal.type)
        else events.push(...decision.events)
      }
      const state = after(events)
      if (state.status !== 'none') seen.add(state.status)
      const [requested, decided, end, ...more] = events
      expect(more).toEqual([])
      if (!requested) return
      if (requested.type !== 'ApprovalRequested') throw new Error(requested.type)
      if (decided && 'by' in decided) {
        const isWithdrawn = decided.type === 'ApprovalWithdrawn'
        expect(decided.by.id === requested.by.id).toBe(isWithdrawn)
        if (!isWithdrawn) expect(decided.by.id).not.toBe(PROGRAM.id)
      }
      if (end) {
        expect(decided?.type).toBe('ApprovalGiven')
        expect(['ApprovalCarriedOut', 'ApprovalFailed']).toContain(end.type)
      }
    }),
    { numRuns: 2_000 },
  )
  // A property that reaches nothing proves nothing.
  expect(seen.size).toBe(14)
})
