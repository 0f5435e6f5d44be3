import { expect, test } from 'vitest'
import { timelineSentence } from '../_wire/timeline-faults'
import { dayEdge, readBound } from './bounds'

test.each([
  // A day in Prague has 24 hours, but 23 or 25 when the clocks change.
  ['2026-06-30', 'Europe/Prague', '2026-06-29T22:00:00.000Z', '2026-06-30T21:59:59.999Z'],
  ['2026-03-29', 'Europe/Prague', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
  ['2026-10-25', 'Europe/Prague', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
  // Midnight was skipped there that day, which begins at 01:00.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', '2018-11-05T01:59:59.999Z'],
  ['2026-06-30', 'UTC', '2026-06-30T00:00:00.000Z', '2026-06-30T23:59:59.999Z'],
])('the day %s in %s', (day, zone, start, end) => {
  expect(readBound(day, zone, 'start')).toEqual({ ok: true, instant: new Date(start) })
  expect(readBound(day, zone, 'end')).toEqual({ ok: true, instant: new Date(end) })
})

test.each([
  ['2026-06-30T14:03', '2026-06-30T12:03:00.000Z'],
  ['2026-06-30T14:03:22.118', '2026-06-30T12:03:22.118Z'],
  ['2026-06-30T14:03:22.118Z', '2026-06-30T14:03:22.118Z'],
  ['2026-10-25T02:30+02:00', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T02:30+01:00', '2026-10-25T01:30:00.000Z'],
  ['2999-01-01T00:00', '2998-12-31T23:00:00.000Z'],
])('the time %s, in Prague', (text, instant) => {
  expect(readBound(text, 'Europe/Prague', 'end')).toEqual({ ok: true, instant: new Date(instant) })
})

test('a skipped local time is refused, with the reason', () => {
  expect(readBound('2026-03-29T02:30', 'Europe/Prague', 'start')).toMatchObject({
    ok: false,
    fault: { reason: 'clock-change', change: { reason: 'skipped' } },
  })
})

test('a repeated local time is refused, with both ways to write it', () => {
  const read = readBound('2026-10-25T02:30', 'Europe/Prague', 'start')
  if (read.ok) throw new Error('It must be refused')
  expect(timelineSentence({ field: 'from', ...read.fault })).toBe(
    '“from”: 25 Oct 2026, 02:30 occurred twice in Europe/Prague, because the clocks went back. ' +
      'Use 2026-10-25 02:30+02:00 or 2026-10-25 02:30+01:00.',
  )
})

test.each([
  '2026-02-30',
  '2026-02-30T10:00',
  '2026-06-30T25:00',
  '2026-06-30T25:00Z',
  '0000-01-01',
])('%s is no time', text => {
  expect(readBound(text, 'Europe/Prague', 'start')).toMatchObject({ ok: false })
})

test('an edge of a period of days is that of the clocks; calendar dates may be a little beyond', () => {
  expect(dayEdge('2026-06-30T10:00', 'UTC', 'start')).toBeNull()
  expect(dayEdge('2026-06-30', 'Pacific/Kiritimati', 'end')).toEqual({
    date: '2026-06-30',
    instant: new Date('2026-06-30T09:59:59.999Z'),
    farthest: new Date('2026-06-30T11:00:00.000Z'),
  })
  // A date that has begun in Kiritimati can be recorded there before it begins elsewhere.
  expect(dayEdge('2026-06-30', 'America/New_York', 'start')).toEqual({
    date: '2026-06-30',
    instant: new Date('2026-06-30T04:00:00.000Z'),
    farthest: new Date('2026-06-29T09:00:00.000Z'),
  })
})
