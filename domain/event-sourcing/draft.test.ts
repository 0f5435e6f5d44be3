import { expect, test } from 'vitest'
import { addEvent, draftOn, openDraft } from './draft'
import { advance, emptyStream, recordNext, unknownStream } from './stream'
import { actor, counter } from './testing/counter'

const now = new Date('2026-06-30T12:00:00Z')
const circumstances = { eventId: 'e', actor, commandId: null, correlationId: null, now }
const event = { type: 'Counted', by: 5 }

test('a draft starts at the version of its stream, without events', () => {
  const stream = { ...emptyStream(counter, 'a'), version: 7 }
  expect(openDraft(stream)).toEqual({ expectedVersion: 7, events: [], snapshots: [], stream })
})

test('a draft is on the stored stream, and on a new one where nothing is stored', () => {
  const stored = { ...emptyStream(counter, 'a'), version: 7 }
  expect(draftOn(counter, 'a', stored).stream).toBe(stored)
  const fresh = openDraft(emptyStream(counter, 'a'))
  expect(draftOn(counter, 'a', unknownStream('a'))).toEqual(fresh)
  expect(draftOn(counter, 'a')).toEqual(fresh)
})

test('an event moves the stream of a draft on, and leaves its expected version', () => {
  const before = emptyStream(counter, 'a')
  const draft = openDraft(before)
  const recorded = recordNext(before, event, circumstances)
  expect(addEvent(draft, counter, event, circumstances)).toEqual(recorded)
  const stream = advance(counter, before, recorded)
  expect(draft).toEqual({ expectedVersion: 0, events: [recorded], snapshots: [], stream })
})

test('a draft keeps the states of every hundredth version', () => {
  const draft = openDraft({ ...emptyStream(counter, 'a'), version: 98 })
  for (let n = 0; n < 103; n++) addEvent(draft, counter, event, circumstances)
  expect(draft.snapshots.map(({ version, state }) => [version, state])).toEqual([
    [100, 10],
    [200, 510],
  ])
})
