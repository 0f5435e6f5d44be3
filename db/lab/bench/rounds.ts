import { type Load, median, quantile, runLoad } from './load'

/** A measurement: a number of callers, each doing one operation after another. */
export type Measure = {
  readonly name: string
  readonly callers: number
  operate(caller: number): Promise<unknown>
  /** Measures by itself instead of by callers of this process. */
  readonly run?: (seconds: number) => Promise<Load>
}

/** Medians over the rounds. */
export type Measured = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Everything is measured in each round, so other load on the machine affects all alike. */
export type Effort = { readonly rounds: number; readonly seconds: number }

/** Each run starts with this warm-up, to catch up with what others wrote meanwhile. */
const WARM_UP_SECONDS = 1

/** Measures in turn, round after round. */
export async function measureInTurn(
  measures: readonly Measure[],
  { rounds, seconds }: Effort,
): Promise<Map<string, Measured>> {
  const loads = new Map<string, Load[]>(measures.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, callers, operate, run } of measures) {
      const runFor = (length: number) => (run ? run(length) : runLoad(callers, length, operate))
      await runFor(WARM_UP_SECONDS)
      loads.get(name)?.push(await runFor(seconds))
    }
  }
  return new Map(
    Array.from(loads, ([name, runs]) => [
      name,
      {
        perSecond: median(runs.map(({ perSecond }) => perSecond)),
        p50Ms: median(runs.map(({ sortedMs }) => quantile(sortedMs, 0.5))),
        p99Ms: median(runs.map(({ sortedMs }) => quantile(sortedMs, 0.99))),
      },
    ]),
  )
}
