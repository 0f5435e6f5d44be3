/** The least of 1, 2, 5, 10, 20 ... that is not below `atLeast`: the step between figures of an axis. */
export function roundStep(atLeast: bigint): bigint {
  for (let power = 1n; ; power *= 10n) {
    for (const step of [power, 2n * power, 5n * power]) if (step >= atLeast) return step
  }
}
