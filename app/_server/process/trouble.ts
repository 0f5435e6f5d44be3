import 'server-only'
import type { UnavailableReason } from '@/domain/event-sourcing/ports'

/** What a reader and a program are told when a request is not served. */
type Told = {
  /** The sentence for the reader: what happened, and what to do. */
  readonly sentence: string
  /** The last part of the problem's type, and its title. */
  readonly type: string
  readonly title: string
  /** After how many seconds it makes sense to try again. */
  readonly retryAfterS: number
}

/** One refusal for each cause: who has to do something about it differs. */
export const TROUBLES = {
  busy: {
    sentence: 'The bank is overloaded. Try again in a moment.',
    type: 'Overloaded',
    title: 'Overloaded',
    retryAfterS: 1,
  },
  fault: {
    sentence: 'The bank failed to carry this out. The error has been logged. Try again later.',
    type: 'Failure',
    title: 'Internal error',
    retryAfterS: 10,
  },
  outage: {
    sentence: 'The bank’s database can’t be reached. Try again in a moment.',
    type: 'DatabaseUnreachable',
    title: 'Database unreachable',
    retryAfterS: 5,
  },
  slow: {
    sentence: 'The bank’s database didn’t answer in time. Try again in a moment.',
    type: 'DatabaseTimeout',
    title: 'Database time-out',
    retryAfterS: 5,
  },
  locked: {
    sentence: 'Other work has locked a part of the bank’s database. Try again in a moment.',
    type: 'DatabaseLocked',
    title: 'Database locked',
    retryAfterS: 2,
  },
  connections: {
    sentence: 'All connections to the bank’s database are in use. Try again in a moment.',
    type: 'ConnectionsUsedUp',
    title: 'No database connection left',
    retryAfterS: 2,
  },
  full: {
    sentence:
      'The bank’s storage is full, so nothing can be recorded. Reading still works. Try again later.',
    type: 'StorageFull',
    title: 'Storage full',
    retryAfterS: 60,
  },
  'read-only': {
    sentence:
      'The bank’s database is read-only, so nothing can be recorded. Reading still works. Try again later.',
    type: 'DatabaseReadOnly',
    title: 'Database read-only',
    retryAfterS: 30,
  },
  memory: {
    sentence: 'The bank’s database is out of memory. Try again later, or ask for less at once.',
    type: 'OutOfMemory',
    title: 'Database out of memory',
    retryAfterS: 10,
  },
  limit: {
    sentence:
      'This is more than the bank’s database does at once. Ask for less, or try again later.',
    type: 'DatabaseLimit',
    title: 'Database limit reached',
    retryAfterS: 10,
  },
  storage: {
    sentence:
      'The bank’s storage has failed, so nothing can be recorded. Reading may still work. Try again later.',
    type: 'StorageFailed',
    title: 'Storage failed',
    retryAfterS: 60,
  },
} as const satisfies Record<UnavailableReason, Told>
