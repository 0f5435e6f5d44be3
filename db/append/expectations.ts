/** The expected version of a stream: any, none (no stream), some, or exactly this one. */
export type Expectation = 'any' | 'no stream' | 'stream exists' | number

/** Whether a stream at `version` (0: it does not exist) is as expected. */
export function meets(version: number, expected: Expectation): boolean {
  switch (expected) {
    case 'any':
      return true
    case 'no stream':
      return version === 0
    case 'stream exists':
      return version > 0
    default:
      return version === expected
  }
}
