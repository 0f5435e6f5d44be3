import { expect, test } from 'vitest'
import { PLAIN_TIMELINE, type TimelineView } from '@/app/_wire/timeline'
import { chipsOf, written } from './filter-words'

const TODAY = '2026-11-27'
const chips = (view: Partial<TimelineView>) =>
  chipsOf({ ...PLAIN_TIMELINE, ...view }, TODAY).map(({ words }) => words)

test.each<[Partial<TimelineView>, string]>([
  [{ from: '2026-10-01', to: '2026-12-31' }, 'This quarter'],
  [{ from: '2026-01-01', to: '2026-03-31' }, 'Q1'],
  [{ from: '2026-10-01', to: '2026-12-31', clock: 'recorded' }, 'Recorded this quarter'],
  [{ from: '2026-10-05', to: '2026-10-05' }, '5 Oct 2026'],
  [{ from: '2026-10-05', to: '2026-10-09' }, '5 Oct 2026 to 9 Oct 2026'],
  [{ from: '2026-10-05T14:03' }, 'Since 5 Oct 2026, 14:03'],
  [{ account: 'DB740917335488712046' }, 'Account DB74 0917 3354 8871 2046'],
  [{ min: '2.50' }, '2.50 or more'],
  [{ min: '2.50', max: '9', currency: 'EUR' }, '2.50 to 9 EUR'],
  [{ at: '2026-03-12' }, 'Jumped to 12 Mar 2026'],
  [{ knownAt: '2026-03-12T14:03:00Z' }, 'Records as of 12 Mar 2026, 14:03 UTC'],
])('%j is said as %s', (view, words) => {
  expect(chips(view)[0]).toBe(words)
})

test('a date has one form in words, and an offset stays with its time', () => {
  expect(written('2026-03-02')).toBe('2 Mar 2026')
  expect(written('2026-03-02T09:05:22.118+02:00')).toBe('2 Mar 2026, 09:05 +02:00')
})

test('a chip removes its own filter only', () => {
  const view = { ...PLAIN_TIMELINE, account: 'DB74091733548871204', note: 'rent' }
  const found = chipsOf(view, TODAY).find(({ words }) => words.startsWith('Account'))
  expect(found?.without).toEqual({ ...view, account: null })
})
