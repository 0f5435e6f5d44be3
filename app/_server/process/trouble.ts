import 'server-only'
import type { TroubleReason } from '@/domain/event-sourcing/ports'

/** Why a request was not served: the database is in trouble, or this process has too much to do. */
export type Reason = 'busy' | TroubleReason

/** What a reader and a program are told. */
export type Told = {
  /** The sentence for the reader: what happened, and what to do. */
  readonly sentence: string
  /** The last part of the problem's type, and its title. */
  readonly type: string
  readonly title: string
  /** After how many seconds it makes sense to try again. */
  readonly retryAfterS: number
}

export const TROUBLES = {
  busy: {
    sentence: 'The bank is overloaded. Try again in a moment.',
    type: 'Overloaded',
    title: 'Overloaded',
    retryAfterS: 1,
  },
  outage: {
    sentence: 'The bank’s database can’t be reached. Try again in a moment.',
    type: 'DatabaseUnreachable',
    title: 'Database unreachable',
    retryAfterS: 5,
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
  storage: {
    sentence:
      'The bank’s storage has failed, so nothing can be recorded. Reading may still work. Try again later.',
    type: 'StorageFailed',
    title: 'Storage failed',
    retryAfterS: 60,
  },
} as const satisfies Record<Reason, Told>
