import 'server-only'
import * as react from 'react'
import { type Sent, sentDuring } from '@/db/testing/record-sql'

type Dispatcher = { getCacheForType: <T>(create: () => T) => T; getOwner: () => null }
type Internals = { A: Dispatcher | null }

/**
 * Runs `work` as one server render, in which React's `cache` is active. (Outside a render, as in
 * other tests, nothing is cached.)
 * @returns the queries that were sent
 */
export async function inOneRequest(work: () => Promise<unknown>): Promise<readonly Sent[]> {
  const kept = new Map<unknown, unknown>()
  const internals = internalsOf()
  const before = internals.A
  internals.A = {
    getOwner: () => null,
    getCacheForType: <T>(create: () => T): T => {
      if (!kept.has(create)) kept.set(create, create())
      // Each key is written by its own factory.
      return kept.get(create) as T
    },
  }
  try {
    return await sentDuring(work)
  } finally {
    internals.A = before
  }
}

/** Where React keeps the current renderer. There is no public API for it. */
function internalsOf(): Internals {
  const name = '__SERVER_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE'
  const internals = (react as unknown as Record<string, Internals | undefined>)[name]
  if (!internals)
    throw new Error('React has no server internals: the react-server condition is missing')
  return internals
}
