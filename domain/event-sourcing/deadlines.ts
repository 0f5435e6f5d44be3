/** What waits until it is settled, or until its deadline has passed. */
export type Deadlines<Item> = {
  /** Later ones have no earlier deadline. */
  add(item: Item): void
  has(item: Item): boolean
  /** @returns false if it was settled before, or is too late */
  settle(item: Item): boolean
}

/** How often deadlines are looked at while something waits: this often within one deadline. */
const SWEEPS_PER_DEADLINE = 20

/**
 * Looks at the deadlines while something waits, and settles what is too late.
 * @param deadlineMs how long an item may wait; its own deadline is that much after it was added
 * @param onLate hears of each item that was settled because its time was up
 */
export function createDeadlines<Item extends { readonly deadlineMs: number }>(
  clock: { nowMs(): number; after(delayMs: number, run: () => void): void },
  deadlineMs: number,
  onLate: (item: Item) => void,
): Deadlines<Item> {
  const waiting = new Set<Item>() // in the order of the deadlines
  let isSweeping = false

  function sweepLater(): void {
    if (isSweeping) return
    isSweeping = true
    clock.after(deadlineMs / SWEEPS_PER_DEADLINE, () => {
      isSweeping = false
      for (const item of waiting) {
        if (item.deadlineMs > clock.nowMs()) break
        waiting.delete(item)
        onLate(item)
      }
      if (waiting.size > 0) sweepLater()
    })
  }

  return {
    add(item) {
      waiting.add(item)
      sweepLater()
    },
    has: item => waiting.has(item),
    settle: item => waiting.delete(item),
  }
}
