/** Runs tasks concurrently, in a bounded number of lanes. */
export type Lanes = {
  /**
   * Starts a task as soon as a lane is free and no task with the same key is running.
   * @throws the error of an earlier task
   */
  begin(key: string, work: () => Promise<void>): Promise<void>
  /** Waits for all running tasks. @throws the error of one of them */
  finish(): Promise<void>
}

/** After a task has failed, no other starts. */
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
