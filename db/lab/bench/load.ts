/** What a load came to. */
export type Load = {
  /** Finished operations a second. */
  readonly perSecond: number
  /** How long operations took, in milliseconds, in ascending order. */
  readonly sortedMs: readonly number[]
}

/** `callers` do one operation after the other, for `seconds`. */
export async function runLoad(
  callers: number,
  seconds: number,
  operate: (caller: number) => Promise<unknown>,
): Promise<Load> {
  const timesMs: number[] = []
  const begunMs = performance.now()
  const endMs = begunMs + seconds * 1000
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let startMs = begunMs; startMs < endMs; ) {
        await operate(caller)
        const nowMs = performance.now()
        timesMs.push(nowMs - startMs)
        startMs = nowMs
      }
    }),
  )
  const perSecond = timesMs.length / ((performance.now() - begunMs) / 1000)
  return { perSecond, sortedMs: timesMs.sort((a, b) => a - b) }
}

/** The value that `share` of the sorted values do not pass; 0.5 is the median. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The middle of some values. */
export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}
