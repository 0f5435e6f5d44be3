import { describe, expect, test } from 'vitest'
import { bodyOf, decideBatch } from './batch'
import type { Answer, CommandEnvelope, Loaded, RecordedEvent, Stream } from './ports'
import { advance, emptyStream, recordNext, SKEW_MAX_MS } from './stream'
import {
  actor,
  type Count,
  count,
  counter,
  envelope,
  flag,
  openRegistry,
  type Shift,
} from './testing/counter'

const NOW = new Date('2026-06-30T12:00:00Z')
const EARLIER = new Date('2026-06-01T12:00:00Z')

/** A counter of some events, all of the earlier date. */
function counterOf(id: string, ...added: readonly number[]): Stream {
  return added.reduce((stream, by) => counted(stream, by, EARLIER), emptyStream(counter, id))
}

function counted(stream: Stream, by: number, at: Date): Stream {
  return advance(counter, stream, nextOf(stream, by, null, at))
}

/** The event that a command adds to a stream. */
function nextOf(stream: Stream, by: number, commandId: string | null, now = NOW, eventId = '') {
  const circumstances = { eventId, actor, commandId, correlationId: 'c', now }
  return recordNext(stream, { type: 'Counted', by }, circumstances)
}

function decideOn(
  commands: readonly CommandEnvelope[],
  streams: readonly Stream[] = [],
  facts: Loaded['facts'] = new Map(),
  answers: Loaded['answers'] = new Map(),
) {
  let ids = 0
  const loaded = { streams: new Map(streams.map(one => [one.aggregateId, one])), facts, answers }
  const ports = { now: () => NOW, newEventId: () => `e${++ids}`, registry: openRegistry() }
  const batch = decideBatch(commands, loaded, ports)
  return { ...batch, answersInOrder: commands.map(command => batch.answers.get(command)) }
}

/** The numbers that an answer says were added, by stream. */
const addedIn = (answer: Answer | undefined) =>
  answer?.outcome === 'accepted'
    ? answer.changes.map(({ stream, events }) => [stream.aggregateId, ...events.map(byOf)])
    : answer?.outcome
const byOf = ({ event }: RecordedEvent) => event.by

const asking = (commandId: string, streamId: string, add: number, occurredAt?: Date) =>
  envelope(commandId, streamId, {
    ...({ type: 'Count', add: [add], needs: 'facts' } satisfies Count),
    ...(occurredAt && { occurredAt }),
  })
const shifting = (commandId: string, from: string, fields: Omit<Shift, 'type'>) =>
  envelope(commandId, from, { type: 'Shift', ...fields } satisfies Shift)

describe('a command on one stream', () => {
  test('is saved with its events, the stream after them and its answer', () => {
    const command = count('1', 'a', 5, 6)
    const before = counterOf('a', 1, 2)
    const { units, answers, unitOf } = decideOn([command], [before])
    const first = nextOf(before, 5, '1', NOW, 'e1')
    const between = advance(counter, before, first)
    const second = nextOf(between, 6, '1', NOW, 'e2')
    const stream = advance(counter, between, second)
    const answer = { outcome: 'accepted', changes: [{ stream, events: [first, second] }] } as const
    expect(answers.get(command)).toEqual(answer)
    expect(units).toEqual([
      {
        streams: [{ expectedVersion: 2, events: [first, second], snapshots: [], stream }],
        unchanged: [],
        records: [{ envelope: command, recordedAt: NOW, answer }],
      },
    ])
    expect(unitOf(command)).toBe(units[0])
  })

  test('that is refused is saved with the version that it was refused on', () => {
    const command = count('1', 'a', 1000)
    const { units, answers, unitOf } = decideOn([command], [counterOf('a', 1)])
    const seen = { id: 'a', sum: 1, startedAt: EARLIER, now: NOW, facts: null }
    const answer = { outcome: 'refused', refusal: { type: 'TooMuch', field: 'add', seen } } as const
    expect(answers.get(command)).toEqual(answer)
    expect(units).toEqual([
      {
        streams: [],
        unchanged: [{ aggregateId: 'a', version: 1 }],
        records: [{ envelope: command, recordedAt: NOW, answer }],
      },
    ])
    expect(unitOf(command)).toBe(units[0])
  })

  test('that adds no event is accepted at the version that there is', () => {
    const command = count('1', 'a')
    const stream = counterOf('a', 1)
    const { units, answersInOrder } = decideOn([command], [stream])
    expect(answersInOrder).toEqual([{ outcome: 'accepted', changes: [{ stream, events: [] }] }])
    expect(units[0]).toMatchObject({
      streams: [],
      unchanged: [{ aggregateId: 'a', version: 1 }],
    })
  })

  test('starts the stream when it was not loaded, or has no events', () => {
    const unknown = { ...counterOf('b'), type: null, state: null }
    const { units } = decideOn([count('1', 'a', 5), count('2', 'b', 6)], [unknown])
    expect(units.map(({ streams }) => streams.map(({ stream }) => stream))).toMatchObject([
      [{ type: 'Counter', aggregateId: 'a', version: 1, state: 5, startedAt: NOW }],
      [{ type: 'Counter', aggregateId: 'b', version: 1, state: 6, startedAt: NOW }],
    ])
  })

  test('is decided on nothing when the stream is of another type, and can’t add to it', () => {
    const raised = { ...emptyStream(flag, 'a'), version: 3, state: true, startedAt: EARLIER }
    const command = count('1', 'a', 1001)
    const facts = new Map([[command, ['of a counter']]])
    const seen = { id: 'a', sum: 0, startedAt: null, now: NOW, facts: null }
    const { answersInOrder, units } = decideOn([command], [raised], facts)
    expect(answersInOrder).toMatchObject([{ outcome: 'refused', refusal: { seen } }])
    expect(units[0]?.unchanged).toEqual([{ aggregateId: 'a', version: 3 }])
    expect(() => decideOn([count('1', 'a', 1)], [raised])).toThrow(
      'A command decided Counted on stream a, which is not its own',
    )
  })

  test('gives its events the date that was decided', () => {
    const occurredAt = new Date('2026-06-10T00:00:00Z')
    const command = asking('1', 'a', 5, occurredAt)
    const { units } = decideOn([command], [counterOf('a', 1)], new Map([[command, ['f']]]))
    const dates = { occurredAt, createdAt: NOW, frontierAt: occurredAt }
    expect(units[0]?.streams[0]?.events).toMatchObject([dates])
  })
})

describe('commands on the same stream', () => {
  test('each see the events of those before them, and are saved in one unit', () => {
    const commands = [count('1', 'a', 600), count('2', 'a', 600), count('3', 'a', 400)]
    const { answersInOrder, units, unitOf } = decideOn(commands, [counterOf('a')])
    expect(answersInOrder.map(addedIn)).toEqual([[['a', 600]], 'refused', [['a', 400]]])
    expect(units).toHaveLength(1)
    expect(units[0]?.records.map(record => record.envelope)).toEqual(commands)
    expect(units[0]?.unchanged).toEqual([])
    expect(units[0]?.streams).toMatchObject([{ expectedVersion: 0, stream: { version: 2 } }])
    expect(commands.map(unitOf)).toEqual([units[0], units[0], units[0]])
  })

  test('keep a snapshot of every hundredth version', () => {
    const hundred = counterOf('a', ...Array.from({ length: 98 }, () => 0))
    const { units } = decideOn([count('1', 'a', 1, 2), count('2', 'a', 3)], [hundred])
    const { snapshots, stream } = units[0]?.streams[0] ?? {}
    expect(snapshots).toMatchObject([{ version: 100, state: 3 }])
    expect(stream).toMatchObject({ version: 101, state: 6 })
  })
})

describe('commands on different streams', () => {
  test('are saved in units of their own', () => {
    const commands = [count('1', 'a', 1), count('2', 'b', 2)]
    const { units, unitOf } = decideOn(commands)
    expect(units).toHaveLength(2)
    expect(commands.map(unitOf)).toEqual(units)
    expect(units.map(({ records }) => records.map(one => one.envelope))).toEqual([
      [commands[0]],
      [commands[1]],
    ])
  })
})

describe('a command id', () => {
  test('that comes twice with one body is answered once, and recorded once', () => {
    const { answersInOrder, units } = decideOn([count('1', 'a', 5), count('1', 'a', 5)])
    expect(answersInOrder[1]).toBe(answersInOrder[0])
    expect(units[0]?.records).toHaveLength(1)
    expect(units[0]?.streams[0]?.events).toHaveLength(1)
  })

  test('that comes again with another body is answered so', () => {
    const { answersInOrder, units } = decideOn([count('1', 'a', 5), count('1', 'a', 6)])
    expect(answersInOrder.map(addedIn)).toEqual([[['a', 5]], 'reused'])
    expect(units[0]?.records).toHaveLength(1)
  })

  test('that was answered before is decided no more', () => {
    const command = count('1', 'a', 5)
    const answers = new Map<CommandEnvelope, Answer>([[command, { outcome: 'reused' }]])
    const batch = decideOn([command], [], new Map(), answers)
    expect(batch.answers.size).toBe(0)
    expect(batch.units).toEqual([])
    expect(batch.unitOf(command)).toBeUndefined()
  })
})

describe('a command that asks for facts', () => {
  test('is decided on them', () => {
    const command = asking('1', 'a', 1000)
    const facts = new Map([[command, ['the facts']]])
    const seen = { id: 'a', sum: 1, startedAt: EARLIER, now: NOW, facts: 'the facts' }
    expect(decideOn([command], [counterOf('a', 1)], facts).answersInOrder).toMatchObject([
      { outcome: 'refused', refusal: { seen } },
    ])
  })

  test('waits when they were not loaded, and what comes after it on its stream waits too', () => {
    const commands = [asking('1', 'a', 1), count('2', 'a', 2), count('3', 'b', 3)]
    const { answersInOrder, units } = decideOn(commands)
    expect(answersInOrder.map(addedIn)).toEqual([undefined, undefined, [['b', 3]]])
    expect(units).toHaveLength(1)
  })

  test('waits when this batch has written to its stream', () => {
    const asks = asking('2', 'a', 2)
    const facts = new Map([[asks, ['facts']]])
    expect(decideOn([count('1', 'a', 1), asks], [], facts).answersInOrder.map(addedIn)).toEqual([
      [['a', 1]],
      undefined,
    ])
  })

  test('goes on when this batch has only refused on its stream', () => {
    const asks = asking('2', 'a', 2)
    const facts = new Map([[asks, ['facts']]])
    expect(decideOn([count('1', 'a', 1001), asks], [], facts).answersInOrder.map(addedIn)).toEqual([
      'refused',
      [['a', 2]],
    ])
  })
})

describe('a command on several streams', () => {
  test('is saved with all of them in one unit, and those it only reads at their version', () => {
    const command = shifting('1', 'a', { to: 'b', by: 5, via: 'f' })
    const read = { ...emptyStream(flag, 'f'), version: 7, state: true, startedAt: EARLIER }
    const { answersInOrder, units } = decideOn([command], [counterOf('a', 9), read])
    expect(answersInOrder.map(addedIn)).toEqual([
      [
        ['a', -5],
        ['b', 5],
      ],
    ])
    expect(units).toMatchObject([
      {
        streams: [
          { expectedVersion: 1, stream: { aggregateId: 'a', state: 4 } },
          { expectedVersion: 0, stream: { aggregateId: 'b', state: 5 } },
        ],
        unchanged: [{ aggregateId: 'f', version: 7 }],
        records: [{ envelope: command }],
      },
    ])
  })

  test('is decided on each of them, with the facts of each', () => {
    const command = shifting('1', 'a', { to: 'b', by: 1001, via: 'f', needs: ['b'] })
    const facts = new Map([[command, [null, 'of b']]])
    const { answersInOrder, units } = decideOn([command], [counterOf('a', 9)], facts)
    const rest = { now: NOW, startedAt: null, facts: null }
    const seen = [
      { ...rest, type: 'Counter', id: 'a', version: 1, state: 9, startedAt: EARLIER },
      { ...rest, type: 'Counter', id: 'b', version: 0, state: 0, facts: 'of b' },
      { ...rest, type: 'Flag', id: 'f', version: 0, state: false },
    ]
    expect(answersInOrder).toEqual([
      { outcome: 'refused', refusal: { type: 'TooMuch', field: 'add', seen } },
    ])
    expect(units[0]?.unchanged).toEqual([
      { aggregateId: 'a', version: 1 },
      { aggregateId: 'b', version: 0 },
      { aggregateId: 'f', version: 0 },
    ])
  })

  test('sees how many events each stream has by then, those of other types count for none', () => {
    const raised = { ...emptyStream(flag, 'b'), version: 3, state: true, startedAt: EARLIER }
    const asked = shifting('2', 'a', { to: 'b', by: 1001, via: 'f' })
    const { answersInOrder } = decideOn([count('1', 'a', 1, 1), asked], [counterOf('a', 9), raised])
    expect(answersInOrder[1]).toMatchObject({
      refusal: { seen: [{ version: 3 }, { version: 0 }, { version: 0 }] },
    })
  })

  test('records an event in the name that was decided, the others in that of its sender', () => {
    const inNameOf = { id: 'm', name: 'M', role: 'customer' }
    const { units } = decideOn([shifting('1', 'a', { to: 'b', by: 5, inNameOf })])
    expect(units[0]?.streams.map(({ events }) => events.map(one => one.actor))).toEqual([
      [actor],
      [inNameOf],
    ])
  })

  test('tells only its own events, its home stream first even without any', () => {
    const [before, own] = [count('1', 'b', 1), shifting('2', 'a', { to: 'b', by: 0 })]
    const { answersInOrder } = decideOn([before, own])
    expect(answersInOrder.map(addedIn)).toEqual([
      [['b', 1]],
      [
        ['a', -0],
        ['b', 0],
      ],
    ])
  })

  test('joins the units of its streams, and of what comes after on them', () => {
    const commands = [
      count('1', 'a', 1),
      count('2', 'b', 2),
      count('3', 'c', 3),
      shifting('4', 'a', { to: 'b', by: 1 }),
      count('5', 'b', 5),
    ]
    const { units, unitOf } = decideOn(commands)
    expect(units.map(({ records }) => records.map(one => one.envelope.commandId))).toEqual([
      ['1', '2', '4', '5'],
      ['3'],
    ])
    expect(units[0]?.streams).toMatchObject([
      { expectedVersion: 0, stream: { aggregateId: 'a', version: 2, state: 0 } },
      { expectedVersion: 0, stream: { aggregateId: 'b', version: 3, state: 8 } },
    ])
    const [joined, other] = units
    expect(commands.map(unitOf)).toEqual([joined, joined, other, joined, joined])
  })

  test('keeps what comes after it waiting on each of them when it waits', () => {
    const commands = [
      shifting('1', 'a', { to: 'b', by: 1, needs: ['b'] }),
      count('2', 'b', 2),
      count('3', 'c', 3),
    ]
    expect(decideOn(commands).answersInOrder.map(addedIn)).toEqual([
      undefined,
      undefined,
      [['c', 3]],
    ])
  })

  test('waits when one of them that it needs the facts of was written to, but not the other', () => {
    const asks = shifting('2', 'a', { to: 'b', by: 1, needs: ['b'] })
    const facts = new Map([[asks, [null, 'of b']]])
    const afterA = decideOn([count('1', 'a', 1), asks], [], facts)
    expect(afterA.answersInOrder[1]).toBeDefined()
    const afterB = decideOn([count('1', 'b', 1), asks], [], facts)
    expect(afterB.answersInOrder[1]).toBeUndefined()
    const ofBoth = shifting('2', 'a', { to: 'b', by: 1, needs: ['a', 'b'] })
    const both = new Map([[ofBoth, ['of a', 'of b']]])
    expect(decideOn([count('1', 'b', 1), ofBoth], [], both).answersInOrder[1]).toBeUndefined()
    expect(decideOn([ofBoth], [], both).answersInOrder[0]).toBeDefined()
  })

  test('can’t be about no stream', () => {
    const nowhere = { streamsOf: () => [], decide: () => ({ outcome: 'accepted', events: [] }) }
    const command = count('1', 'a', 5)
    const loaded = { streams: new Map(), facts: new Map(), answers: new Map() }
    const its = { ...openRegistry(), operationOf: () => nowhere as never }
    const ports = { now: () => NOW, newEventId: () => 'e', registry: its }
    expect(() => decideBatch([command], loaded, ports)).toThrow('The command 1 is about no stream')
  })
})

describe('the time of a command on several streams', () => {
  const inMs = (ms: number) => new Date(NOW.getTime() + ms)
  /** The clocks of the events that a command adds to two streams. */
  const clocksOf = (...streams: readonly Stream[]) => {
    const command = shifting('1', 'a', { to: 'b', by: 5 })
    const { units } = decideOn([command], streams)
    return units[0]?.streams.flatMap(({ events }) =>
      events.map(({ occurredAt, createdAt }) => ({ occurredAt, createdAt })),
    )
  }
  const at = (occurredAt: Date, createdAt = occurredAt) => ({ occurredAt, createdAt })
  const aheadBy = (id: string, ms: number) => counted(counterOf(id, 1), 1, inMs(ms))

  test('is now on all of them', () =>
    expect(clocksOf(counterOf('a', 1), counterOf('b', 1))).toEqual([at(NOW), at(NOW)]))

  test.each(['a', 'b'])('is that of a clock that was a little ahead, on both: %s', ahead => {
    const streams = ['a', 'b'].map(id =>
      id === ahead ? aheadBy(id, SKEW_MAX_MS) : counterOf(id, 1),
    )
    expect(clocksOf(...streams)).toEqual([at(inMs(SKEW_MAX_MS)), at(inMs(SKEW_MAX_MS))])
  })

  test('is that of the clock that was furthest ahead', () => {
    const latest = [at(inMs(7)), at(inMs(7))]
    expect(clocksOf(aheadBy('a', 5), aheadBy('b', 7))).toEqual(latest)
    expect(clocksOf(aheadBy('a', 7), aheadBy('b', 5))).toEqual(latest)
  })

  test('stays with now where a clock was too far ahead', () => {
    const far = SKEW_MAX_MS + 1
    expect(clocksOf(counterOf('a', 1), aheadBy('b', far))).toEqual([at(NOW), at(NOW, inMs(far))])
    expect(clocksOf(aheadBy('a', 5), aheadBy('b', far))).toEqual([
      at(inMs(5)),
      at(inMs(5), inMs(far)),
    ])
  })

  test('is on all of them after the beginning of each', () => {
    const far = inMs(SKEW_MAX_MS + 1)
    const begun = counted(emptyStream(counter, 'b'), 1, far)
    expect(clocksOf(counterOf('a', 1), begun)).toEqual([at(far, NOW), at(far)])
    expect(clocksOf(counted(emptyStream(counter, 'a'), 1, inMs(5)), begun)).toEqual([
      at(far, inMs(5)),
      at(far),
    ])
    expect(clocksOf(counted(emptyStream(counter, 'a'), 1, EARLIER))).toEqual([at(NOW), at(NOW)])
  })
})

describe('the body of a command', () => {
  const body = (command: CommandEnvelope['command'], id = 'a') => bodyOf(envelope('1', id, command))

  test('is its stream and its fields, in any order, whoever sent it', () => {
    const one = body({ type: 'T', a: 1, b: [2] })
    expect(one).toBe('["a",["a",1],["b",[2]],["type","T"]]')
    expect(body({ b: [2], type: 'T', a: 1 })).toBe(one)
  })

  test.each([
    ['another stream', body({ type: 'T', a: 1 }, 'b')],
    ['another type', body({ type: 'U', a: 1 })],
    ['another value', body({ type: 'T', a: 2 })],
    ['another field', body({ type: 'T', a: 1, b: null })],
  ])('is another with %s', (_, other) => expect(other).not.toBe(body({ type: 'T', a: 1 })))
})
