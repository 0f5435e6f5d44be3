import type { Answer, PassingTrouble, TroubleReason } from './ports'

const PASSING: ReadonlySet<TroubleReason> = new Set<PassingTrouble>([
  'outage',
  'slow',
  'locked',
  'connections',
])

/** Whether trouble is soon over, as a rule. */
export function isPassing(trouble: TroubleReason): trouble is PassingTrouble {
  return PASSING.has(trouble)
}

/** The answer to a command that failed by a fault of the program. */
export const FAULT: Answer = { outcome: 'unavailable', reason: 'fault' }

/** The answer to a command that was not started: the current trouble, or `busy`. */
export function notBegun(trouble: TroubleReason | null): Answer {
  return { outcome: 'unavailable', reason: trouble ?? 'busy' }
}

/** The answer to a command that is under way, so that it is not known to be done. */
export function notKnown(trouble: TroubleReason | null): Answer {
  const isMet = trouble !== null && isPassing(trouble)
  return { outcome: 'unavailable', reason: isMet ? trouble : 'slow' }
}
