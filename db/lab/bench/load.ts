/** The result of a load. */
export type Load = {
  /** Finished operations a second. */
  readonly perSecond: number
  /** How long operations took, in milliseconds, ascending. */
  readonly sortedMs: readonly number[]
}

/** Each of `callers` does one operation after another, for `seconds`. */
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

/** The quantile `share` of ascending values; 0.5: the median. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}
