import { describe, expect, test } from 'vitest'
import { choicesOf, momentSentence, momentSentenceWithOffsets } from './moment-words'
import { type ReadMoment, readAnyMoment, readMoment } from './wall-clock'

const NOW = new Date('2026-11-23T10:00:00.000Z')
const read = (date: string, time: string, zone = 'Europe/Prague') =>
  readMoment({ date, time, zone }, NOW)
const said = (answer: ReadMoment) => (answer.ok ? '' : momentSentence(answer.fault, 'optional'))

describe('a moment as people write it', () => {
  test.each([
    ['2026-06-30', '14:03', '2026-06-30T12:03:00.000Z'],
    ['2026-06-30', '14:03:22', '2026-06-30T12:03:22.000Z'],
    ['2026-06-30', '14:03:22.118', '2026-06-30T12:03:22.118Z'],
    ['2026-06-30', '9.05', '2026-06-30T07:05:00.000Z'],
    ['1993-01-01', '00:00:00.5', '1992-12-31T23:00:00.500Z'],
  ])('%s %s in Prague is %s', (date, time, instant) => {
    expect(read(date, time)).toEqual({ ok: true, instant })
  })

  test('an empty time is the end of that day', () => {
    expect(read('2026-06-30', '')).toEqual({ ok: true, instant: '2026-06-30T21:59:59.999Z' })
  })

  test('an empty time on the present day of the zone is now', () => {
    expect(read('2026-11-23', ' ')).toEqual({ ok: true, instant: NOW.toISOString() })
    // In Auckland it is 23:00 of the same day, in Los Angeles 02:00.
    expect(read('2026-11-23', '', 'Pacific/Auckland')).toMatchObject({ ok: true })
    expect(read('2026-11-22', '', 'America/Los_Angeles')).toEqual({
      ok: true,
      instant: '2026-11-23T07:59:59.999Z',
    })
  })

  test('a moment to come is read too where one is asked for', () => {
    expect(said(read('2999-06-30', '14:03'))).toBe('That date is in the future.')
    const any = (time: string) => readAnyMoment({ date: '2999-06-30', time, zone: 'UTC' })
    expect(any('14:03')).toEqual({ ok: true, instant: '2999-06-30T14:03:00.000Z' })
    expect(any('')).toEqual({ ok: true, instant: '2999-06-30T23:59:59.999Z' })
    expect(said(any('noon'))).toMatch(/^Enter a time such as 14:03 or/)
  })

  test('a skipped local time names no moment, and the reason is given', () => {
    expect(said(read('2026-03-29', '02:30'))).toBe(
      '29 Mar 2026, 02:30 did not occur in Europe/Prague: ' +
        'the clocks went forward from 02:00 to 03:00.',
    )
  })

  test('a repeated local time offers both instants', () => {
    const answer = read('2026-10-25', '02:30')
    expect(said(answer)).toMatch(/occurred twice in Europe\/Prague/)
    expect(answer.ok ? [] : choicesOf(answer.fault)).toEqual([
      { label: 'First, +02:00', instant: '2026-10-25T00:30:00.000Z' },
      { label: 'Second, +01:00', instant: '2026-10-25T01:30:00.000Z' },
    ])
  })

  test.each([
    ['02:30', '02:30 +02:00', '02:30 +01:00'],
    ['02:30:00.5', '02:30:00.500 +02:00', '02:30:00.500 +01:00'],
  ])('or, at %s, says how to write both, which is read', (time, first, second) => {
    const answer = read('2026-10-25', time)
    const sentence = answer.ok ? '' : momentSentenceWithOffsets(answer.fault, 'required')
    expect(sentence).toContain(`went back. Enter ${first} or ${second}.`)
    const fraction = time === '02:30' ? '000' : '500'
    const instants = [`2026-10-25T00:30:00.${fraction}Z`, `2026-10-25T01:30:00.${fraction}Z`]
    expect([first, second].map(one => read('2026-10-25', one))).toEqual(
      instants.map(instant => ({ ok: true, instant })),
    )
  })

  test('an offset that the zone does not have then is refused', () => {
    expect(read('2026-06-30', '14:03 +02:00')).toMatchObject({ ok: true })
    expect(read('2026-06-30', '14:03 +01:00')).toMatchObject({ fault: { field: 'time' } })
    expect(read('2026-03-29', '02:30 +01:00')).toMatchObject({ fault: { field: 'time' } })
  })

  test.each([
    ['2026-02-30', '', 'Europe/Prague', 'date'],
    ['30.6.2026', '', 'Europe/Prague', 'date'],
    ['', '', 'Europe/Prague', 'date'],
    ['0000-01-01', '', 'UTC', 'date'],
    ['2026-06-30', '24:00', 'Europe/Prague', 'time'],
    ['2026-06-30', '14', 'Europe/Prague', 'time'],
    ['2026-06-30', '14:03:22.1189', 'Europe/Prague', 'time'],
    ['2026-06-30', '14:03', 'Europe/Nowhere', 'zone'],
    ['2026-06-30', '14:03', '', 'zone'],
    ['2026-11-23', '11:00:00.001', 'Europe/Prague', 'date'],
    ['9999-12-31', '', 'UTC', 'date'],
  ])('%j %j %j is refused beside its %s', (date, time, zone, field) => {
    const answer = read(date, time, zone)
    expect(answer).toMatchObject({ ok: false, fault: { field } })
    expect(said(answer)).toMatch(/^[A-Z].*\.$/)
    expect(answer.ok ? '' : momentSentenceWithOffsets(answer.fault, 'optional')).toBe(said(answer))
  })
})

test('a form that needs a time does not offer to leave it blank', () => {
  const fault = { field: 'time', reason: 'no-time' } as const
  expect(momentSentence(fault, 'required')).toBe('Enter a time, such as 14:03.')
  expect(momentSentence(fault, 'optional')).toMatch(/or leave it blank\.$/)
})
