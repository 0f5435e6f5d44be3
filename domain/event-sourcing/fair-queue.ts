/** Items in lanes, each lane in its order; see `createFairQueue`. */
export type FairQueue<Item> = {
  /** How many items wait. */
  readonly size: number
  add(item: Item): void
  /** Takes up to `max` items of up to a `share` of the lanes that are free. */
  take(max: number, share: number): Item[]
  /**
   * Ends the work on taken items and frees their lanes. Items that are `undone` go back to the heads
   * of their lanes, in their order.
   */
  free(items: readonly Item[], undone?: readonly Item[]): void
}

type Lane<Item> = { readonly items: Item[]; isTaken: boolean }

/**
 * A queue that is fair between lanes: they take turns, so a lane with thousands of items does not
 * starve one with a single item. While items of a lane are taken, no others of it are: they are
 * never processed concurrently or out of order.
 *
 * An item in several lanes is taken when it is first in all of them and each is free, or taken for
 * the same batch. It enters all its lanes at once, so all lanes agree on the order of arrival: the
 * oldest item is first everywhere, and a deadlock is impossible.
 * @param lanesOf the lanes of an item, each once, such as the accounts that a command is about
 */
export function createFairQueue<Item>(lanesOf: (item: Item) => readonly string[]): FairQueue<Item> {
  const lanes = new Map<string, Lane<Item>>()
  /** Lanes with items of which none is taken, the longest waiting first. */
  const ready = new Set<Lane<Item>>()
  let size = 0

  function laneAt(key: string): Lane<Item> {
    const known = lanes.get(key)
    if (known) return known
    const lane = { items: [], isTaken: false }
    lanes.set(key, lane)
    return lane
  }

  /** The first item of a lane and all its lanes, if a batch that holds the `taken` lanes may take it. */
  function firstOf({ items: [item] }: Lane<Item>, taken: ReadonlySet<Lane<Item>>) {
    if (item === undefined) return null
    const its = lanesOf(item).map(laneAt)
    const isFree = its.every(lane => lane.items[0] === item && (!lane.isTaken || taken.has(lane)))
    return isFree ? { item, its } : null
  }

  /** Takes up to `count` items from the head of a lane; false when it can give no more. */
  function give(lane: Lane<Item>, count: number, batch: Item[], taken: Set<Lane<Item>>): boolean {
    for (let left = count; left > 0; left--) {
      const first = firstOf(lane, taken)
      if (!first) return false
      for (const one of first.its) {
        one.items.shift()
        one.isTaken = true
        taken.add(one)
        ready.delete(one)
      }
      batch.push(first.item)
    }
    return lane.items.length > 0
  }

  return {
    get size() {
      return size
    },
    add(item) {
      for (const lane of lanesOf(item).map(laneAt)) {
        lane.items.push(item)
        if (!lane.isTaken) ready.add(lane)
      }
      size++
    },
    take(max, share) {
      const batch: Item[] = []
      const taken = new Set<Lane<Item>>()
      const givingMax = Math.min(max, Math.ceil(ready.size * share))
      let giving: Lane<Item>[] = []
      for (const lane of ready) {
        if (giving.length === givingMax) break
        if (firstOf(lane, taken)) giving.push(lane)
      }
      // In each round every lane gives the same number of items.
      while (batch.length < max && giving.length > 0) {
        const each = Math.max(1, Math.floor((max - batch.length) / giving.length))
        giving = giving.filter(lane => give(lane, Math.min(each, max - batch.length), batch, taken))
      }
      size -= batch.length
      return batch
    },
    free(items, undone = []) {
      for (const item of undone.toReversed()) {
        for (const key of lanesOf(item)) laneAt(key).items.unshift(item)
      }
      size += undone.length
      for (const key of new Set(items.flatMap(lanesOf))) {
        const lane = laneAt(key)
        lane.isTaken = false
        if (lane.items.length > 0) ready.add(lane)
        else lanes.delete(key)
      }
    },
  }
}
