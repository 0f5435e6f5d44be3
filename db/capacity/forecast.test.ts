import { expect, test } from 'vitest'
import type { Figures, Sampled } from './figures'
import { forecast } from './forecast'
import { sizeIn } from './machine'
import { dueIn } from './rate'

const at = new Date('2026-11-27T00:00:00Z')
const inDays = (days: number) => new Date(at.getTime() + days * 86_400_000)
const GIB = 2 ** 30

const events = (count: number, one: Partial<Sampled> = {}): Sampled[] =>
  Array.from({ length: count }, () => ({ kind: 'a', bytes: 300, place: 'events', ...one }))

const figures: Figures = {
  at,
  events: 1_000_000,
  waiting: 0,
  databaseBytes: 700_000_000,
  parts: [
    { name: 'events', heapBytes: 300_000_000, indexBytes: 200_000_000 },
    { name: 'answers', heapBytes: 60_000_000, indexBytes: 40_000_000 },
    { name: 'accounts', heapBytes: 20_000_000, indexBytes: 30_000_000 },
    { name: 'people', heapBytes: 10_000_000, indexBytes: 40_000_000 },
  ],
  sample: [...events(60), ...events(20, { bytes: 500, kind: 'b', place: 'movable' })],
  days: Array(28).fill(10_000),
  perDay: null,
  archiveAfterDays: 400,
  diskFreeBytes: 650_000_000,
  memoryBytes: GIB,
}

test('an event takes its share of everything but people, and a larger row takes more', () => {
  const { bytesPerEvent, kinds } = forecast(figures)
  expect(bytesPerEvent).toBe(650)
  expect(kinds).toEqual([
    { kind: 'a', share: 0.75, rowBytes: 300, bytesPerEvent: 600 },
    { kind: 'b', share: 0.25, rowBytes: 500, bytesPerEvent: 800 },
  ])
})

test('the rate is that of the last four weeks without their busiest day', () => {
  const days = [5_000_000, ...Array(27).fill(10_000), ...Array(28).fill(8_000)]
  expect(forecast({ ...figures, days }).rate).toEqual({
    days: 28,
    perDay: 10_000,
    median: 10_000,
    busiest: 5_000_000,
    growth: 1.25,
  })
  expect(forecast({ ...figures, days: [] }).rate).toMatchObject({
    days: 0,
    perDay: 0,
    growth: null,
  })
  const few = days.map(count => count / 1_000)
  expect(forecast({ ...figures, days: few }).rate).toMatchObject({ perDay: 10, growth: null })
  expect(forecast({ ...figures, days, perDay: 7 }).rate).toMatchObject({ perDay: 7, growth: null })
})

test('the disk is full when its free bytes are used up', () => {
  expect(forecast(figures).disk).toMatchObject({ bytesPerDay: 6_500_000, steady: inDays(100) })
  const unknown = { ...figures, diskFreeBytes: null }
  expect(forecast(unknown).disk).toMatchObject({ steady: null, growing: null })
})

test('a growing rate uses it up sooner, and a falling one later or never', () => {
  const rate = { days: 28, median: 100, busiest: 100, perDay: 100 }
  const due = (growth: number | null, left = 5_600) => dueIn(at, left, { ...rate, growth })
  expect(due(null)).toEqual({ steady: inDays(56), growing: null })
  expect(due(1).growing).toEqual(inDays(56))
  // Doubling every four weeks: the days until the integral of the rate is reached.
  const days = ((due(2).growing ?? at).getTime() - at.getTime()) / 86_400_000
  expect((100 / (Math.LN2 / 28)) * (2 ** (days / 28) - 1)).toBeCloseTo(5_600, 3)
  expect(due(0.9).growing?.getTime()).toBeGreaterThan(inDays(56).getTime())
  expect(due(0.5, 5_600).growing).toBeNull()
  expect(due(null, -1).steady).toEqual(at)
  expect(due(null, 1e9).steady).toBeNull()
})

test('the working set is what appends reach at random, and the rows of four weeks', () => {
  // Indexes of events and answers, the accounts, and 28 % of the rows.
  expect(forecast(figures).memory).toMatchObject({ workingSetBytes: 374_000_000 })
})

test('archiving takes the old share of the table out of the working set', () => {
  const sample = [
    ...events(50),
    ...events(25, { place: 'movable' }),
    ...events(25, { place: 'archive' }),
  ]
  expect(forecast({ ...figures, sample }).archive).toEqual({
    afterDays: 400,
    share: 1 / 3,
    events: 250_000,
    leavesBytes: 500_000_000 / 3,
    workingSetBytes: 200_000_000 / 3,
  })
})

test('steps come when disk or memory are 80 % full, at the events of that day', () => {
  const stepOf = (name: string, changed: Partial<Figures> = {}) =>
    forecast({ ...figures, ...changed }).steps.find(step => step.name === name)
  // 0.8 × 1 GiB less 374 MB, at 290 bytes of the working set for each event.
  const left = (0.8 * GIB - 374_000_000) / 290
  expect(stepOf('larger machine')).toMatchObject({
    when: inDays(left / 10_000),
    events: Math.round(1_000_000 + left),
  })
  expect(stepOf('archive')?.when).toEqual(stepOf('larger machine')?.when)
  expect(stepOf('archive', { memoryBytes: 400_000_000 })?.when).toEqual(at)
  // A disk for more than a hundred years at this rate, and for a few if it goes on growing.
  const growing = [...Array(28).fill(20_000), ...Array(28).fill(10_000)]
  const far = { days: growing, diskFreeBytes: 1e12 }
  expect(forecast({ ...figures, ...far }).disk.steady).toBeNull()
  expect(stepOf('larger disk', far)?.when?.getUTCFullYear()).toBe(2027)
  expect(stepOf('Citus', { perDay: 60_000_000 })?.when).toEqual(at)
  expect(stepOf('Citus', { perDay: 10_000 })?.when).toBeNull()
  expect(stepOf('larger machine', { memoryBytes: null })).toMatchObject({
    when: null,
    events: null,
  })
})

test('sizes are read with their unit', () => {
  expect(['64G', '1.5 TiB', '20mb', '512', '', '3 apples', '-1G'].map(sizeIn)).toEqual([
    64 * GIB,
    1.5 * 1024 * GIB,
    20 * 2 ** 20,
    512,
    null,
    null,
    null,
  ])
})
