export type LimitName =
  | 'signIns'
  | 'addressSignIns'
  | 'commands'
  | 'exports'
  | 'searches'
  | 'numbers'

/** How often things may be tried in a minute: the variable that sets it, and the value without one. */
export const LIMITS: Readonly<Record<LimitName, { variable: string; standard: number }>>

/** The limits as set. @throws Error with a sentence about the first setting that is no number */
export function readLimits(
  env?: Readonly<Record<string, string | undefined>>,
): Readonly<Record<LimitName, number>>
