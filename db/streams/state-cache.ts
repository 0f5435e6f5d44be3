import type { Stream } from '@/domain/event-sourcing/ports'

/** A state heavier than this share is not cached: it would push out all others. */
const SHARE_MAX = 0.01

/**
 * Caches the most recently used streams, up to a weight. A stale entry does no harm: an append to a
 * stream that has moved on is rejected, and the stream is loaded again.
 * @param weightMax in UTF-16 units of text, about two bytes each
 */
export function createStateCache(weightMax: number) {
  const kept = new Map<string, { readonly stream: Stream; readonly weight: number }>()
  let weight = 0

  function forget(aggregateId: string): void {
    weight -= kept.get(aggregateId)?.weight ?? 0
    kept.delete(aggregateId)
  }

  return {
    get(aggregateId: string): Stream | undefined {
      const found = kept.get(aggregateId)
      if (!found) return undefined
      kept.delete(aggregateId)
      kept.set(aggregateId, found) // a Map keeps insertion order: the newest is last
      return found.stream
    },
    put(stream: Stream): void {
      forget(stream.aggregateId)
      const its = weightOf(stream)
      if (its > weightMax * SHARE_MAX) return
      kept.set(stream.aggregateId, { stream, weight: its })
      weight += its
      for (const oldest of kept.keys()) {
        if (weight <= weightMax) return
        forget(oldest)
      }
    },
    forget,
    /** The cached weight, in the unit of `weightMax`. */
    get weight() {
      return weight
    },
  }
}

/** The overhead of an entry beside its texts, in UTF-16 units. */
const ENTRY = 250

function weightOf({ state }: Stream): number {
  return ENTRY + textIn(state)
}

/** The length of all texts in a state, at any depth. */
function textIn(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const part of Object.values(value)) sum += textIn(part)
  return sum
}
