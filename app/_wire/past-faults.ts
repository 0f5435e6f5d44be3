/** Why a text is no instant. */
export type InstantFault = 'no-instant' | 'plus' | 'no-such-day' | 'year'

/** Why an account can't be shown at a moment. */
export type PastFault =
  | { readonly field: 'asOf' | 'knownAt'; readonly reason: InstantFault | 'future' | 'twice' }
  | { readonly field: 'knownAt'; readonly reason: 'with-version' }
  | { readonly field: 'version'; readonly reason: 'no-version' }
  | { readonly field: 'version'; readonly reason: 'no-such-version'; readonly newest: number }
  | { readonly field: 'cursor'; readonly reason: 'cursor' }
  | { readonly field: 'asOf' | 'version'; readonly reason: 'detached'; readonly year: number }

/** What a reader calls the parameters of a moment, to begin a sentence with. */
export type PastNames = Readonly<Record<'asOf' | 'knownAt' | 'version', string>> & {
  /** The subject, such as `account`. */
  readonly noun: string
  /** What is counted, and one of it by number: versions in the API, events on a page. */
  readonly unit: string
  readonly one: string
}

/** The names in the API. */
export const PARAMETERS: PastNames = {
  asOf: '“asOf”',
  knownAt: '“knownAt”',
  version: '“version”',
  noun: 'account',
  unit: 'version',
  one: 'a version',
}

/** The expected values, worded to follow a field's name. */
const RULES = {
  'no-instant': 'must be an instant such as 2026-06-30T23:59:59Z, with Z or an offset.',
  plus: 'must be an instant such as 2026-06-30T23:59:59Z. In a URL, write + as %2B.',
  'no-such-day': 'must be a valid calendar date.',
  year: 'must be in a year from 1 to 9999.',
  future: 'must not be in the future.',
  twice: 'is given more than once.',
  'no-version': 'must be a whole number from 1.',
} as const

/** A rule in the words of a page, whose forms write instants for their readers. */
export function pageRule(expected: string): string {
  const isInstant = expected === RULES['no-instant'] || expected === RULES.plus
  return isInstant ? 'must be an instant. Choose one in the form.' : expected
}

/** What an instant must be, worded to follow a field's name. */
export function instantRule(fault: InstantFault | 'future'): string {
  return RULES[fault]
}

export function pastSentence(fault: PastFault, names: PastNames): string {
  switch (fault.reason) {
    case 'no-such-version': {
      const { newest } = fault
      return `This ${names.noun} has ${newest} ${names.unit}${newest === 1 ? '' : 's'} so far.`
    }
    case 'with-version':
      return `${names.knownAt} can’t be combined with ${names.one}.`
    case 'detached':
      return `The events recorded in ${fault.year} are in cold storage. Ask an administrator to attach that year again (npm run archive:years -- attach ${fault.year}).`
    case 'cursor':
      return '“cursor” must be the nextCursor of one of the legs.'
    default:
      // Pages count events, the API versions.
      return `${names[fault.field]} ${names.unit === PARAMETERS.unit ? RULES[fault.reason] : pageRule(RULES[fault.reason])}`
  }
}
