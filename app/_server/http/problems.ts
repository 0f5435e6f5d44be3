import 'server-only'
import type { MomentAnswer, Problem } from '@/app/_wire/types'
import { isRace, troubleOf } from '@/db/trouble/failures'
import { type Refusal, sentenceFor } from '@/domain/bank-account/refusal'
import type { TroubleReason } from '@/domain/event-sourcing/ports'
import { unreachable } from '@/domain/unreachable'

/** The problems that are no refusal of the business, with their status and title. */
const KINDS = {
  Malformed: [400, 'The request can’t be read'],
  NotSignedIn: [401, 'Nobody is signed in'],
  SignInRefused: [401, 'Signing in failed'],
  NotAllowed: [403, 'Not allowed'],
  NotFound: [404, 'Not found'],
  AccountNotFound: [404, 'No such account'],
  AccountNotYetOpen: [404, 'The account did not exist then'],
  MethodNotAllowed: [405, 'Method not allowed'],
  CommandIdReused: [409, 'The command id was used before'],
  TooLarge: [413, 'The request is too large'],
  UnknownCustomer: [422, 'No such customer'],
  TooManyAttempts: [429, 'Too many attempts'],
  TooManyStreams: [429, 'Too many streams'],
  Failure: [500, 'Something went wrong'],
  Unavailable: [503, 'The bank is not available'],
} as const satisfies Record<string, readonly [status: number, title: string]>

type Kind = keyof typeof KINDS

/** Problem details (RFC 9457): `detail` is the sentence for the reader. */
export function problem(kind: Kind, detail: string, extra: Record<string, unknown> = {}): Problem {
  const [status, title] = KINDS[kind]
  return { type: problemType(kind), title, status, detail, ...extra }
}

/** A problem of an input, which it names. */
export function inputProblem(kind: Kind, field: string, detail: string): Problem {
  return problem(kind, detail, { field })
}

/** The one answer for an account that doesn't exist and for one that is somebody else's. */
export function accountNotFound(): Problem {
  return problem('AccountNotFound', sentenceFor({ type: 'AccountNotFound', field: null }))
}

/** The answer to a customer who asks for what spans all accounts. */
export function staffOnly(): Problem {
  return problem('NotAllowed', 'This is for the staff of the bank.')
}

/** The answer when the bank can't serve, with the reason, which programs find in `reason`. */
export function unavailable(reason: 'busy' | TroubleReason = 'outage'): Problem {
  return problem('Unavailable', REASONS[reason], { reason })
}

/** The same for an error that tells of trouble of the database; null for any other. */
export function unavailableBecause(error: unknown): Problem | null {
  const reason = isRace(error) ? 'busy' : troubleOf(error)
  return reason === null ? null : unavailable(reason)
}

const REASONS = {
  busy: 'The bank has more to do than it can take. Try again in a moment.',
  outage: 'The bank can’t be reached at the moment. Try again in a moment.',
  full: 'The bank’s storage is full, so nothing can be recorded. Reading still works. Try again later.',
  'read-only':
    'The bank can be read but records nothing at the moment: its database takes no changes. ' +
    'Try again later.',
  storage:
    'The bank’s storage has a fault, so nothing can be recorded. Reading may still work. ' +
    'Try again later.',
} as const satisfies Record<'busy' | TroubleReason, string>

/** A refusal of the business as a problem: 422, unless it says that there is nothing to ask of. */
export function refusalProblem(refusal: Refusal): Problem {
  const { type, field, ...details } = refusal
  return {
    type: problemType(type),
    title: TITLES[type],
    status: STATUSES[type] ?? 422,
    detail: sentenceFor(refusal),
    ...(field === null ? {} : { field }),
    ...details,
  }
}

/** Why an account can't be shown at a moment, as a problem. */
export function momentProblem(answer: Extract<MomentAnswer, { found: false }>): Problem {
  switch (answer.reason) {
    case 'unknown':
      return accountNotFound()
    case 'not-yet-open': {
      const { openedAt, sentence } = answer
      return problem('AccountNotYetOpen', sentence, { openedAt })
    }
    case 'invalid':
      return inputProblem('Malformed', answer.field, answer.sentence)
    default:
      return unreachable(answer)
  }
}

const STATUSES: Partial<Record<Refusal['type'], number>> = {
  AccountNotFound: 404,
  AmountMalformed: 400,
  MomentMalformed: 400,
}

const TITLES: Record<Refusal['type'], string> = {
  AccountNotFound: 'No such account',
  AccountAlreadyExists: 'The account exists already',
  OwnerMissing: 'The owner is missing',
  TextTooLong: 'The text is too long',
  TextUnprintable: 'The text can’t be shown',
  UnknownCurrency: 'No such currency',
  CurrencyWithdrawn: 'Currency no longer in use',
  AmountMalformed: 'The amount can’t be read',
  AmountNotPositive: 'The amount is not positive',
  AmountTooPrecise: 'The amount is too precise',
  BalanceLimitExceeded: 'The balance would pass the limit',
  InsufficientFunds: 'Not enough money',
  MomentMalformed: 'The moment can’t be read',
  MomentInFuture: 'The moment has not come yet',
  MomentBeforeOpening: 'The account did not exist then',
  InsufficientFundsSince: 'Not enough money since then',
}

/** The URI of a kind of problem; it names the kind and leads nowhere. */
function problemType(kind: string): string {
  return `urn:daybook:problem:${kind}`
}
