import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import type { RecordedEvent, Stream } from './ports'
import {
  advance,
  emptyStream,
  eventOf,
  recordNext,
  SKEW_MAX_MS,
  SNAPSHOT_INTERVAL,
  stateOf,
  unknownStream,
} from './stream'
import { counter, flag } from './testing/counter'

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

describe('a stream without events', () => {
  const none = { version: 0, startedAt: null, createdAt: null, frontierAt: null }

  test('is of an aggregate, in its first state', () =>
    expect(emptyStream(counter, 'a')).toEqual({
      ...none,
      type: 'Counter',
      aggregateId: 'a',
      state: 0,
    }))

  test('may be of no type yet', () =>
    expect(unknownStream('a')).toEqual({ ...none, type: null, aggregateId: 'a', state: null }))
})

/** The stream after numbers were added to it, an hour apart. */
function countOn(before: Stream, ...added: readonly number[]): Stream {
  return added.reduce((stream, by, n) => {
    const circumstances = { eventId: 'e', actor, commandId: null, correlationId: null, now: at(n) }
    return advance(counter, stream, recordNext(stream, { type: 'Counted', by }, circumstances))
  }, before)
}

describe('an event', () => {
  const circumstances = { eventId: 'e', actor, commandId: 'k', correlationId: 'c', now: at(1) }
  const counted = { type: 'Counted', by: 5 }

  test('is recorded at the end of its stream, with its circumstances', () =>
    expect(recordNext(countOn(emptyStream(counter, 'a'), 1), counted, circumstances)).toEqual({
      eventId: 'e',
      actor,
      commandId: 'k',
      correlationId: 'c',
      aggregateType: 'Counter',
      aggregateId: 'a',
      version: 2,
      occurredAt: at(1),
      createdAt: at(1),
      frontierAt: at(1),
      event: counted,
    }))

  test('is not recorded on a stream of no type', () =>
    expect(() => recordNext(unknownStream('a'), counted, circumstances)).toThrow(
      'Stream a has no type to record an event of',
    ))

  test('of before 1970 starts its stream as any other does', () => {
    const [created] = record([[at(0), new Date('1965-05-01')]])
    expect(created).toMatchObject({
      occurredAt: new Date('1965-05-01'),
      frontierAt: new Date('1965-05-01'),
    })
  })

  test('moves the state and the clocks of its stream on, and not its start', () => {
    const stream = countOn(emptyStream(counter, 'a'), 1)
    const dates = { occurredAt: at(2), createdAt: at(3), frontierAt: at(4) }
    expect(advance(counter, stream, { version: 2, event: counted, ...dates })).toEqual({
      type: 'Counter',
      aggregateId: 'a',
      version: 2,
      state: 6,
      block: [1, 6],
      startedAt: at(0),
      createdAt: at(3),
      frontierAt: at(4),
    })
  })

  test('gives a stream of no type the type of its aggregate', () => {
    const dates = { occurredAt: at(2), createdAt: at(3), frontierAt: at(4) }
    const fromTen = { ...counter, initial: 10 }
    const its = advance(fromTen, unknownStream('a'), { version: 1, event: counted, ...dates })
    expect(its).toMatchObject({ type: 'Counter', state: 15, startedAt: at(2), block: [15] })
  })
})

describe('the block of a stream', () => {
  const standing = { ...emptyStream(counter, 'a'), block: [0] }

  test('has what every event since the last snapshot led to', () =>
    expect(countOn(emptyStream(counter, 'a'), 1, 2, 3).block).toEqual([1, 3, 6]))

  test('begins anew after a snapshot', () => {
    const stream = countOn({ ...standing, version: SNAPSHOT_INTERVAL - 1 }, 1)
    expect(stream).toMatchObject({ version: SNAPSHOT_INTERVAL, block: [0, 1] })
    expect(countOn(stream, 2, 3).block).toEqual([3, 6])
  })

  test('is absent while it was not followed from a snapshot on', () =>
    expect(countOn({ ...emptyStream(counter, 'a'), version: 5 }, 1).block).toBeUndefined())

  test('is absent after a state that has none', () =>
    expect(countOn({ ...standing, version: 5 }, -1).block).toBeUndefined())

  test('is absent where the aggregate has none', () => {
    const dates = { occurredAt: at(0), createdAt: at(0), frontierAt: at(0) }
    const raised = { version: 1, event: { type: 'Raised' }, ...dates }
    const stream = advance(flag, emptyStream(flag, 'a'), raised)
    expect(stream).toMatchObject({ type: 'Flag', state: true })
    expect(stream.block).toBeUndefined()
  })
})

test('the state of a stream is that of its own aggregate only', () => {
  const stream = countOn(emptyStream(counter, 'a'), 5)
  expect(stateOf(counter, stream)).toBe(5)
  expect(stateOf(flag, stream)).toBeNull()
  expect(stateOf(counter, unknownStream('a'))).toBeNull()
})

test('an event is one of its own aggregate only', () => {
  const recorded = { aggregateType: 'Counter', event: { type: 'Counted', by: 5 } }
  expect(eventOf(counter, recorded)).toBe(recorded.event)
  expect(eventOf(flag, recorded)).toBeNull()
})

test('clocks that differ by no more than processes do leave no event before another', () => {
  const behind = new Date(NOON - SKEW_MAX_MS)
  const [, , within] = record([at(-1), at(0), behind])
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
