import 'server-only'
import { TROUBLES } from '@/app/_server/process/trouble'
import { PARAMETERS, type PastNames, pastSentence } from '@/app/_wire/past-faults'
import type { MomentAnswer, Problem } from '@/app/_wire/types'
import { registry } from '@/db/codecs/registry'
import { detachedSentence, detachedYearOf } from '@/db/streams/detached'
import { isRace, troubleOf } from '@/db/trouble/failures'
import { sentenceFor } from '@/domain/bank-account/sentences'
import { timeInWords } from '@/domain/bank-account/time-in-words'
import type { AnyRefusal } from '@/domain/event-sourcing/aggregate'
import type { Answer, UnavailableReason } from '@/domain/event-sourcing/ports'
import { unreachable } from '@/domain/unreachable'
import { STATUSES, TITLES } from './refusal-titles'

/** The problems other than business refusals, with their status and title. */
const KINDS = {
  Malformed: [400, 'Invalid request'],
  NotSignedIn: [401, 'Not signed in'],
  SignInRefused: [401, 'Sign-in failed'],
  NotAllowed: [403, 'Not allowed'],
  ConfirmationRequired: [403, 'Confirmation required'],
  NotFound: [404, 'Not found'],
  AccountNotFound: [404, 'Account not found'],
  StreamNotFound: [404, 'Stream not found'],
  AccountNotYetOpen: [404, 'Account not open yet'],
  MethodNotAllowed: [405, 'Method not allowed'],
  CommandIdReused: [409, 'Command ID already used'],
  OtherEpoch: [409, 'The bank was restored'],
  InColdStorage: [409, 'In cold storage'],
  TooLarge: [413, 'Request too large'],
  NotJson: [415, 'Unsupported media type'],
  UnknownAccount: [422, 'Account not found'],
  UnknownCustomer: [422, 'Customer not found'],
  Refused: [422, 'The command was refused'],
  TooManyAttempts: [429, 'Too many attempts'],
  TooManyStreams: [429, 'Too many streams'],
  Failure: [500, 'Internal error'],
  NotReady: [503, 'Not ready'],
} as const satisfies Record<string, readonly [status: number, title: string]>

type Kind = keyof typeof KINDS

/** Problem details (RFC 9457): `detail` is the sentence for the reader. */
export function problem(kind: Kind, detail: string, extra: Record<string, unknown> = {}): Problem {
  const [status, title] = KINDS[kind]
  return { type: problemType(kind), title, status, detail, ...extra }
}

/** A problem with one input, which it names. */
export function inputProblem(kind: Kind, field: string, detail: string): Problem {
  return problem(kind, detail, { field })
}

/** The resource type of an API address: its 404, and its names for the parameters of the past. */
export type Subject = { readonly notFound: () => Problem; readonly names: PastNames }

export const ACCOUNTS: Subject = { notFound: accountNotFound, names: PARAMETERS }

export const STREAMS: Subject = {
  notFound: () => problem('StreamNotFound', 'Stream not found.'),
  names: { ...PARAMETERS, noun: 'stream' },
}

/** The same 404 for an account that doesn't exist and one that belongs to somebody else. */
export function accountNotFound(): Problem {
  return problem('AccountNotFound', sentenceFor({ type: 'AccountNotFound', field: null }))
}

/** The problem of a text that is no account number. */
export function noAccountNumber(field: string): Problem {
  const sentence = 'This is not an account number. Check its digits: DB and 18 digits.'
  return inputProblem('Malformed', field, sentence)
}

/** The problem of an account number that no account has. */
export function unknownNumber(field: string): Problem {
  const sentence = sentenceFor({ type: 'AccountNotFound', field: 'to' })
  return inputProblem('AccountNotFound', field, sentence)
}

/**
 * 503, with a type, a sentence and a time to try again for each cause; `reason` is the cause for
 * programs.
 */
export function unavailable(reason: UnavailableReason = 'outage'): Problem {
  const { type, title, sentence, retryAfterS } = TROUBLES[reason]
  const status = 503
  const rest = { reason, retryAfter: retryAfterS }
  return { type: problemType(type), title, status, detail: sentence, ...rest }
}

/** 503 for an error that means trouble with the database; null for any other. */
export function unavailableBecause(error: unknown): Problem | null {
  const year = detachedYearOf(error)
  if (year !== null) return inColdStorage(year)
  const reason = isRace(error) ? 'busy' : troubleOf(error)
  return reason === null ? null : unavailable(reason)
}

function inColdStorage(year: number): Problem {
  return problem('InColdStorage', detachedSentence(year), { year })
}

/**
 * A business refusal as a problem: 422, or 404 when its subject doesn't exist.
 * @param inputNames what the sender calls an input, where the refusal has another name
 * @param zone of the sender
 */
export function refusalProblem(
  aggregateType: string,
  refusal: AnyRefusal,
  inputNames: Readonly<Record<string, string>> = {},
  zone = 'UTC',
): Problem {
  const { type, field, ...details } = refusal
  return {
    type: problemType(type),
    title: TITLES.get(type) ?? 'The command was refused',
    status: STATUSES.get(type) ?? 422,
    detail: registry.aggregateOf(aggregateType).sentenceFor(refusal, zone),
    ...(field === null ? {} : { field: inputNames[field] ?? field }),
    ...details,
  }
}

/** Why a command was not done, as a problem; the parameters are those of `refusalProblem`. */
export function answerProblem(
  aggregateType: string,
  answer: Exclude<Answer, { outcome: 'accepted' }>,
  inputNames: Readonly<Record<string, string>>,
  zone: string,
): Problem {
  switch (answer.outcome) {
    case 'refused':
      return refusalProblem(aggregateType, answer.refusal, inputNames, zone)
    case 'reused':
      return inputProblem(
        'CommandIdReused',
        'commandId',
        'This command ID was already used for a different command. Generate a new one.',
      )
    case 'unavailable':
      return unavailable(answer.reason)
    case 'detached':
      return inColdStorage(answer.year)
    default:
      return unreachable(answer)
  }
}

/** Why an account or another stream can't be shown at a moment, as a problem. */
export function momentProblem(
  answer: Extract<MomentAnswer, { found: false }>,
  { notFound, names } = ACCOUNTS,
): Problem {
  switch (answer.reason) {
    case 'unknown':
      return notFound()
    case 'not-yet-open': {
      const { openedAt, recordedAt } = answer
      const detail = recordedAt
        ? `This account was recorded on ${timeInWords(recordedAt, 'UTC')}.`
        : `This account was opened on ${timeInWords(openedAt, 'UTC')}.`
      return problem('AccountNotYetOpen', detail, { openedAt })
    }
    case 'invalid':
      return inputProblem(
        answer.fault.reason === 'detached' ? 'InColdStorage' : 'Malformed',
        answer.fault.field,
        pastSentence(answer.fault, names),
      )
    default:
      return unreachable(answer)
  }
}

/** The URI that identifies a kind of problem; it can't be dereferenced. */
function problemType(kind: string): string {
  return `urn:daybook:problem:${kind}`
}
