import { describe, expect, test } from 'vitest'
import { createRegistry, lanesIn, streamsOf, UnknownType } from './operation'
import { count, counter, envelope, flag, openRegistry, type Shift, shift } from './testing/counter'

const now = new Date('2026-06-30T12:00:00Z')
const home = { type: 'Counter', id: 'a' }
const view = { ...home, version: 1, state: 7, startedAt: now, now, facts: 'facts' }
const shifting: Shift = { type: 'Shift', to: 'b', by: 1 }

describe('a registry', () => {
  test('finds an aggregate by its type', () => {
    expect(openRegistry().aggregateOf('Counter')).toBe(counter)
    expect(openRegistry().aggregateOf('Flag')).toBe(flag)
  })

  test.each(['Account', 'toString', ''])('knows no aggregate of the type “%s”', type => {
    const unknown = new UnknownType(type)
    expect(unknown).toMatchObject({
      name: 'UnknownType',
      type,
      message: `No aggregate is registered for the type “${type}”`,
    })
    expect(() => openRegistry().aggregateOf(type)).toThrow(unknown)
    expect(() => openRegistry().operationOf({ type, id: 'a' }, { type: 'Count' })).toThrow(unknown)
  })

  test('has each type once', () => {
    expect(() => createRegistry([counter, flag, counter])).toThrow(
      new RangeError('Two aggregates have one type'),
    )
  })

  test('finds an operation by the type of its command, whatever its home stream', () => {
    expect(openRegistry().operationOf(home, shifting)).toBe(shift)
  })

  test('has no operation that it inherits from Object', () => {
    const command = { type: 'toString' }
    const { streamsOf } = openRegistry().operationOf(home, command)
    expect(streamsOf(home, command)).toEqual([home])
  })

  test('has no operations but those it was given', () => {
    const alone = createRegistry([counter])
    expect(alone.operationOf(home, shifting).streamsOf(home, shifting)).toEqual([home])
  })
})

describe('a command that its aggregate decides alone', () => {
  const decideAlone = (add: readonly number[], occurredAt?: Date) => {
    const command = { type: 'Count', add, ...(occurredAt && { occurredAt }) }
    return openRegistry().operationOf(home, command).decide(command, [view])
  }

  test('is about its home stream', () => {
    const command = { type: 'Count', add: [1] }
    expect(openRegistry().operationOf(home, command).streamsOf(home, command)).toEqual([home])
  })

  test('places its events on it', () =>
    expect(decideAlone([1, 2])).toEqual({
      outcome: 'accepted',
      events: [
        { streamId: 'a', event: { type: 'Counted', by: 1 } },
        { streamId: 'a', event: { type: 'Counted', by: 2 } },
      ],
    }))

  test('keeps the date that was decided', () =>
    expect(decideAlone([1], now)).toMatchObject({ outcome: 'accepted', occurredAt: now }))

  test('is refused as its aggregate refuses it, with all that it was given', () =>
    expect(decideAlone([1000])).toEqual({
      outcome: 'refused',
      refusal: {
        type: 'TooMuch',
        field: 'add',
        seen: { id: 'a', sum: 7, startedAt: now, now, facts: 'facts' },
      },
    }))

  test('is not decided without a stream', () => {
    const command = { type: 'Count', add: [1] }
    expect(() => openRegistry().operationOf(home, command).decide(command, [])).toThrow(
      'An aggregate decides on one stream',
    )
  })

  test('asks for the facts that its aggregate asks for', () => {
    const asksOf = (type: string, command: { type: string; needs?: string }) =>
      openRegistry().operationOf({ type, id: 'a' }, command).asks?.(command, { type, id: 'a' })
    expect(asksOf('Counter', { type: 'Count', needs: 'facts' })).toBe('facts')
    expect(asksOf('Counter', { type: 'Count' })).toBeNull()
    expect(asksOf('Flag', { type: 'Raise' })).toBeNull()
  })
})

describe('the streams of a command', () => {
  test('are its home stream alone', () => {
    const command = count('1', 'a', 1)
    expect(streamsOf(openRegistry(), command)).toEqual([home])
    expect(lanesIn(openRegistry())(command)).toEqual(['a'])
  })

  test('are those of its operation', () => {
    const command = envelope('1', 'a', { ...shifting, via: 'f' })
    expect(streamsOf(openRegistry(), command)).toEqual([
      home,
      { type: 'Counter', id: 'b' },
      { type: 'Flag', id: 'f' },
    ])
    expect(lanesIn(openRegistry())(command)).toEqual(['a', 'b', 'f'])
  })
})
