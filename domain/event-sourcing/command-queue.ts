import { createFairQueue, type FairQueue } from './fair-queue'

/**
 * A fair queue of commands in which no two of one id are under way together: the second waits until
 * the first is carried out, and hears its answer.
 */
export function createCommandQueue<Item>(
  lanesOf: (item: Item) => readonly string[],
  commandIdOf: (item: Item) => string,
): FairQueue<Item> {
  const queue = createFairQueue(lanesOf)
  /** By command id, those that came while the first of that id had not been carried out. */
  const twins = new Map<string, Item[]>()
  let held = 0

  return {
    get size() {
      return queue.size + held
    },
    add(item) {
      const behind = twins.get(commandIdOf(item))
      if (behind) {
        behind.push(item)
        held++
      } else {
        twins.set(commandIdOf(item), [])
        queue.add(item)
      }
    },
    take: queue.take,
    free(items, undone = []) {
      queue.free(items, undone)
      const again = new Set(undone)
      for (const item of items) {
        if (again.has(item)) continue
        const next = twins.get(commandIdOf(item))?.shift()
        if (next) {
          held--
          queue.add(next)
        } else twins.delete(commandIdOf(item))
      }
    },
  }
}
