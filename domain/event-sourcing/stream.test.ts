import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BankAccountEvent, bankAccount } from '@/domain/bank-account/bank-account'
import type { RecordedEvent, Stream } from './ports'
import { advance, emptyStream, recordNext, SKEW_MAX_MS } from './stream'

const actor = { id: 'u', name: 'U', role: 'teller' }
const HOUR = 3_600_000
const NOON = Date.UTC(2026, 5, 30, 12)
const at = (hours: number) => new Date(NOON + hours * HOUR)

const created: BankAccountEvent = {
  type: 'AccountCreated',
  accountId: 'a',
  owner: 'Jana',
  currency: 'EUR',
  openingBalance: 0n,
  reference: null,
  customerId: null,
}
const deposited = { type: 'MoneyDeposited', amount: 1n, balance: 1n, currency: 'EUR' } as const

/** Records events at what the clock shows; a pair says when the event is said to have happened. */
function record(clocks: readonly (Date | readonly [Date, Date])[]): RecordedEvent[] {
  const events: RecordedEvent[] = []
  let stream: Stream = emptyStream(bankAccount, 'a')
  for (const clock of clocks) {
    const [now, occurredAt] = clock instanceof Date ? [clock, undefined] : clock
    const event = stream.version === 0 ? created : { ...deposited, note: null }
    const envelope = { eventId: 'e', actor, commandId: null, correlationId: null, now }
    const said = occurredAt === undefined ? envelope : { ...envelope, occurredAt }
    const next = recordNext(stream, event, said)
    stream = advance(bankAccount, stream, next)
    events.push(next)
  }
  return events
}

const clocksOf = ({ occurredAt, createdAt, frontierAt }: RecordedEvent) =>
  [occurredAt, createdAt, frontierAt].map(date => (date.getTime() - NOON) / HOUR)

describe('after the clock was two hours ahead and set right', () => {
  test('an event has happened when the true clock says, and only the recording clock is raised', () => {
    const events = record([at(-1), at(2), at(0.5), at(1)])
    expect(events.map(clocksOf)).toEqual([
      [-1, -1, -1],
      [2, 2, 2],
      [0.5, 2, 2],
      [1, 2, 2],
    ])
  })

  test('nothing happens on an account before it was opened', () => {
    const events = record([at(2), at(0.5), at(3)])
    expect(events.map(clocksOf)).toEqual([
      [2, 2, 2],
      [2, 2, 2],
      [3, 3, 3],
    ])
  })

  test('a moment that is said is kept', () => {
    const events = record([at(-1), at(2), [at(1), at(0)]])
    expect(events.map(clocksOf).at(-1)).toEqual([0, 2, 2])
  })
})

test('clocks that differ by no more than processes do leave no event before another', () => {
  const behind = new Date(NOON - SKEW_MAX_MS)
  const [, within] = record([at(0), behind])
  expect(within?.occurredAt).toEqual(at(0))
  const [, , beyond] = record([at(-1), at(0), new Date(behind.getTime() - 1)])
  expect(beyond?.occurredAt).toEqual(new Date(behind.getTime() - 1))
})

test('whatever the clock does, the recording clock and the frontier only grow', () => {
  const hours = fc.integer({ min: -50, max: 50 })
  fc.assert(
    fc.property(fc.array(hours, { minLength: 1, maxLength: 60 }), clocks => {
      const events = record(clocks.map(at))
      const opened = events[0]?.occurredAt ?? at(0)
      let [createdAt, frontierAt] = [new Date(0), new Date(0)]
      for (const [index, event] of events.entries()) {
        const now = at(clocks[index] ?? 0)
        expect(event.occurredAt).toEqual(now > opened ? now : opened)
        expect(event.createdAt).toEqual(now > createdAt ? now : createdAt)
        createdAt = event.createdAt
        frontierAt = event.occurredAt > frontierAt ? event.occurredAt : frontierAt
        expect(event.frontierAt).toEqual(frontierAt)
      }
    }),
  )
})
