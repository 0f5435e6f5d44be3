/** Work that goes on side by side, in a bounded number of lanes. */
export type Lanes = {
  /**
   * Begins a piece of work as soon as a lane is free and no work of the same key is under way.
   * @throws what an earlier piece of work threw
   */
  begin(key: string, work: () => Promise<void>): Promise<void>
  /** Waits for all that is under way. @throws what one of them threw */
  finish(): Promise<void>
}

/** Opens lanes; once a piece of work has failed, no other begins. */
export function openLanes(count: number): Lanes {
  const underWay = new Map<string, Promise<void>>()
  let failure: { readonly error: unknown } | null = null
  const check = () => {
    if (failure) throw failure.error
  }

  return {
    async begin(key, work) {
      while (underWay.has(key) || underWay.size >= count) {
        await (underWay.get(key) ?? Promise.race(underWay.values()))
      }
      check()
      const ended = work()
        .catch(error => {
          failure ??= { error }
        })
        .finally(() => underWay.delete(key))
      underWay.set(key, ended)
    },
    async finish() {
      await Promise.all(underWay.values())
      check()
    },
  }
}
