/** Items in lanes, each lane in its order; see `createFairQueue`. */
export type FairQueue<Item> = {
  /** How many items wait. */
  readonly size: number
  add(item: Item): void
  /**
   * Takes up to `max` items of up to a `share` of the lanes that are free, and of the lanes that
   * their items are in too: those are held by then.
   */
  take(max: number, share: number): Item[]
  /**
   * Ends the work on taken items and frees their lanes. Items that are `undone` go back to the heads
   * of their lanes, in their order.
   */
  free(items: readonly Item[], undone?: readonly Item[]): void
}

type Lane<Item> = { readonly items: Item[]; isTaken: boolean }

/** A batch while it is taken, the lanes that it holds, and those that give in the next round. */
type Taking<Item> = {
  readonly items: Item[]
  readonly held: Set<Lane<Item>>
  readonly next: Set<Lane<Item>>
}

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

  /**
   * Takes up to `count` items from the head of a lane. Lanes that have more join `next`: this one, and
   * the other lanes of the items, which are held for this batch from now on.
   */
  function give(lane: Lane<Item>, count: number, { items, held, next }: Taking<Item>): void {
    for (let left = count; left > 0; left--) {
      const first = firstOf(lane, held)
      if (!first) return
      for (const one of first.its) {
        one.items.shift()
        one.isTaken = true
        held.add(one)
        ready.delete(one)
        if (one.items.length > 0) next.add(one)
        else next.delete(one)
      }
      items.push(first.item)
    }
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
      const taking: Taking<Item> = { items: [], held: new Set(), next: new Set() }
      const { items, held, next } = taking
      const givingMax = Math.min(max, Math.ceil(ready.size * share))
      for (const lane of ready) {
        if (next.size === givingMax) break
        if (firstOf(lane, held)) next.add(lane)
      }
      // In each round every lane gives the same number of items.
      for (let left = max; left > 0 && next.size > 0; left = max - items.length) {
        const each = Math.max(1, Math.floor(left / next.size))
        const giving = [...next]
        next.clear()
        for (const lane of giving) give(lane, Math.min(each, max - items.length), taking)
      }
      size -= items.length
      return items
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
