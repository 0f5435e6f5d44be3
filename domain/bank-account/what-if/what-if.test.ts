import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Account } from '@/domain/bank-account/bank-account'
import { openBank } from '@/domain/bank-account/testing/bank'
import { isLimited, type Log, stateAfter } from '@/domain/bank-account/testing/plain-facts'
import {
  commandOf as nextCommand,
  OPENED_FIRST,
  opening,
  step,
} from '@/domain/bank-account/testing/steps'
import { changeOf, must } from '@/domain/bank-account/testing/told'
import { commandOf } from './command-of'
import { decideAgain } from './decide-again'
import { openHistory, record } from './history'
import { type Change, openWhatIf, type Rule, type WhatIfEnd, type WhatIfStep } from './what-if'

const START = Date.parse('2026-10-23T06:00:00Z')
const FAR = new Date('2100-01-01T00:00:00Z')

/** The logs of some accounts after random commands. */
const histories = fc.array(step, { minLength: 120, maxLength: 120 }).map(asked => {
  const bank = openBank()
  let time = START
  for (const one of [...Array.from({ length: OPENED_FIRST }, (_, n) => opening(n)), ...asked]) {
    time += one.waitMs
    const now = new Date(time)
    const [accountId, command] = nextCommand(one, bank, now)
    bank.send(accountId, command, now)
  }
  return [...bank.streams.keys()].map(id => bank.logOf(id))
})

const PLAIN: Change = { without: new Set(), rules: [], from: null }

function run(log: Log, said: Partial<Change>): { steps: WhatIfStep[]; end: WhatIfEnd } {
  const whatIf = openWhatIf({ ...PLAIN, ...said })
  const steps = log.map(told => whatIf.add(told))
  const end = whatIf.end(FAR)
  if (!end) throw new Error('Every log here creates its account')
  return { steps, end }
}

/** Some of the versions of a log, chosen by numbers. */
function someOf(log: Log, picks: readonly number[]): Set<number> {
  return new Set(picks.map(pick => 1 + (pick % log.length)))
}

test('every event of a random history is the decision of its command at its own time', () => {
  let events = 0
  fc.assert(
    fc.property(histories, logs => {
      for (const log of logs) {
        const history = openHistory()
        for (const told of log) {
          const again = decideAgain(commandOf(told, history.state), told.event, history)
          const expected = { outcome: 'accepted', events: [told.event] }
          if (told.version > 1) expect(again).toMatchObject(expected)
          record(history, told)
          events++
        }
      }
    }),
    { numRuns: 300 },
  )
  expect(events).toBeGreaterThan(10_000)
}, 120_000)

test('without a difference both lines are one', () => {
  fc.assert(
    fc.property(histories, logs => {
      for (const log of logs) {
        const overdraft = (stateAfter(log.slice(0, 1)) as Account).terms.overdraftLimit
        const nothing: Rule = { type: 'SetOverdraftLimit', limit: String(overdraft) }
        for (const said of [{}, { rules: [nothing] }]) {
          const { steps, end } = run(log, said)
          must(
            steps.every(one => one.outcome.kind === 'accepted' && one.recorded === one.whatIf),
            'Every event is accepted again',
            steps,
          )
          expect(end.whatIf).toEqual(end.recorded)
          expect(end.recorded).toEqual(stateAfter(log))
        }
      }
    }),
    { numRuns: 250 },
  )
}, 120_000)

test('what was left out or refused is the whole difference', () => {
  const kinds = new Map<string, number>()
  fc.assert(
    fc.property(histories, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (logs, picks) => {
      for (const log of logs) {
        const without = someOf(log, picks)
        const { steps, end } = run(log, { without })
        let missing = 0n
        for (const [n, { outcome, change, recorded, whatIf }] of steps.entries()) {
          const told = log[n]
          if (!told) throw new Error('A step for each event')
          must(change === changeOf(told.event), 'It says what the event moved', told)
          const isOut = outcome.kind === 'left-out'
          must(isOut === (without.has(n + 1) && n > 0), 'What is left out, and no more', n, outcome)
          if (isOut || outcome.kind === 'refused') missing += change
          must(recorded - whatIf === missing, 'The lines differ by what is missing', n)
          kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1)
        }
        expect(end.recorded.balance - end.whatIf.balance).toBe(missing)
      }
    }),
    { numRuns: 250 },
  )
  expect([...kinds.keys()].toSorted()).toEqual(['accepted', 'left-out', 'refused', 'unchanged'])
}, 120_000)

test('an event is refused as its command is on the other history, and changes nothing there', () => {
  let refusals = 0
  const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(histories, picks, (logs, chosen) => {
      for (const log of logs) {
        const without = someOf(log, chosen)
        const { steps } = run(log, { without })
        const [recorded, other] = [openHistory(), openHistory()]
        for (const [n, { outcome, whatIf }] of steps.entries()) {
          const told = log[n]
          if (!told) throw new Error('A step for each event')
          const again = decideAgain(commandOf(told, recorded.state), told.event, other)
          if (outcome.kind === 'refused') {
            expect(again).toEqual({ outcome: 'refused', refusal: outcome.refusal })
            refusals++
          } else if (n === 0) record(other, told)
          else if (outcome.kind !== 'left-out' && again.outcome === 'accepted') {
            for (const event of again.events) record(other, { ...told, event })
          }
          must((other.state as Account).balance === whatIf, 'It tells the other balance', n)
          record(recorded, told)
        }
      }
    }),
    { numRuns: 250 },
  )
  expect(refusals).toBeGreaterThan(100)
}, 120_000)

test('a rule binds from its moment on, until the account’s own history sets another', () => {
  let refused = 0
  fc.assert(
    fc.property(histories, fc.nat(), (logs, pick) => {
      for (const log of logs) {
        const from = log[pick % log.length]?.createdAt ?? FAR
        const perMovement = '5'
        const rules: Rule[] = [{ type: 'SetLimits', perMovement, perDay: null, timeZone: 'UTC' }]
        const { steps, end } = run(log, { rules, from })
        const max = end.recorded.currency === 'JPY' ? 5n : 500n
        let isBound = end.rules[0] === null
        for (const [n, { outcome }] of steps.entries()) {
          const told = log[n]
          if (!told) throw new Error('A step for each event')
          const { event } = told
          if (told.createdAt <= from) {
            must(outcome.kind === 'accepted', 'Nothing differs before the rule', n)
            continue
          }
          if (event.type === 'LimitsSet' && outcome.kind === 'accepted') isBound = false
          if (outcome.kind === 'refused') refused++
          if (!isBound || !isLimited(event) || told.occurredAt < told.createdAt) continue
          const isWithin = changeOf(event) >= -max
          must(isWithin || outcome.kind === 'refused', 'Nothing passes the rule', n, outcome)
        }
      }
    }),
    { numRuns: 250 },
  )
  expect(refused).toBeGreaterThan(100)
}, 120_000)
