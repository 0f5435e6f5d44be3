import { expect, test } from 'vitest'
import { type FeedPlaces, watchFeed } from './motion'

const STALL_MS = 1_000

function places(head: number, at: Record<string, number> = {}, isWaiting = false): FeedPlaces {
  return { head, isWaiting, checkpoints: new Map(Object.entries(at)) }
}

test('who has work and does not move stands still, however long the queue of others is', () => {
  const look = watchFeed(STALL_MS)
  expect(look(places(9, { slow: 1, stuck: 1, done: 9 }, true), 0)).toEqual([])
  expect(look(places(9, { slow: 2, stuck: 1, done: 9 }, true), 500)).toEqual([])
  expect(look(places(9, { slow: 3, stuck: 1, done: 9 }, true), 1_000)).toEqual([
    { who: 'sequencer', position: 9, forMs: 1_000, isAhead: false },
    { who: 'stuck', position: 1, forMs: 1_000, isAhead: false },
  ])
  expect(look(places(10, { slow: 4, stuck: 2, done: 9 }, true), 1_500)).toEqual([])
})

test('who has nothing to do may stay, and its wait begins when there is work', () => {
  const look = watchFeed(STALL_MS)
  expect(look(places(5, { idle: 5 }), 0)).toEqual([])
  expect(look(places(5, { idle: 5 }), 60_000)).toEqual([])
  expect(look(places(6, { idle: 5 }), 61_000)).toEqual([])
  expect(look(places(6, { idle: 5 }), 61_900)).toEqual([])
  expect(look(places(6, { idle: 5 }), 62_000)).toHaveLength(1)
})

test('a checkpoint beyond the feed is told at once', () => {
  expect(watchFeed(STALL_MS)(places(5, { ahead: 6 }), 0)).toEqual([
    { who: 'ahead', position: 6, forMs: 0, isAhead: true },
  ])
})
