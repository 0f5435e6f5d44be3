/** Items in lanes, each lane in its order; see `createFairQueue`. */
export type FairQueue<Item> = {
  /** How many items wait. */
  readonly size: number
  add(item: Item): void
  /** Takes up to `max` items of up to a `share` of the lanes that are free. */
  take(max: number, share: number): Item[]
  /**
   * Says that the work on taken items has ended: their lanes are free again. Those that are `undone`
   * go back to the heads of their lanes, in their order.
   */
  free(items: readonly Item[], undone?: readonly Item[]): void
}

type Lane<Item> = { readonly key: string; readonly items: Item[]; isTaken: boolean }

/**
 * A queue that is fair between lanes: each gives in turn, so that one with thousands of items does
 * not hold up one with a single item. A lane that items were taken of gives none until they are
 * freed, so the items of a lane are never worked on at the same time, and never out of order.
 * @param laneOf the lane of an item, such as the account that a command is about
 */
export function createFairQueue<Item>(laneOf: (item: Item) => string): FairQueue<Item> {
  const lanes = new Map<string, Lane<Item>>()
  /** The lanes that may give, the one that has waited longest first. */
  const ready = new Set<Lane<Item>>()
  let size = 0

  return {
    get size() {
      return size
    },
    add(item) {
      const key = laneOf(item)
      const lane = lanes.get(key) ?? { key, items: [], isTaken: false }
      lanes.set(key, lane)
      lane.items.push(item)
      size++
      if (!lane.isTaken) ready.add(lane)
    },
    take(max, share) {
      const giving = [...ready].slice(0, Math.min(max, Math.ceil(ready.size * share)))
      const taken = giving.map(() => 0)
      // In each round every lane gives as many as all of them can.
      for (let left = max; left > 0; ) {
        const open = giving.flatMap((lane, at) =>
          lane.items.length > (taken[at] ?? 0) ? [at] : [],
        )
        if (open.length === 0) break
        const each = Math.max(1, Math.floor(left / open.length))
        for (const at of open) {
          const count = Math.min(each, left, (giving[at]?.items.length ?? 0) - (taken[at] ?? 0))
          taken[at] = (taken[at] ?? 0) + count
          left -= count
        }
      }
      const batch: Item[] = []
      for (const [at, lane] of giving.entries()) {
        lane.isTaken = true
        ready.delete(lane)
        batch.push(...lane.items.splice(0, taken[at]))
      }
      size -= batch.length
      return batch
    },
    free(items, undone = []) {
      for (const item of undone.toReversed()) lanes.get(laneOf(item))?.items.unshift(item)
      size += undone.length
      for (const key of new Set(items.map(laneOf))) {
        const lane = lanes.get(key)
        if (!lane) continue
        lane.isTaken = false
        if (lane.items.length > 0) ready.add(lane)
        else lanes.delete(key)
      }
    },
  }
}
