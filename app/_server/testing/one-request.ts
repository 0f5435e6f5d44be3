import 'server-only'
import * as react from 'react'
import { type Sent, sentDuring } from '@/db/testing/record-sql'

type Dispatcher = { getCacheForType: <T>(create: () => T) => T; getOwner: () => null }
type Internals = { A: Dispatcher | null }

/**
 * Does `work` as one render of the server: what is wrapped in React's `cache` is asked once for the
 * same arguments. (Outside of a render, as in other tests, it is asked each time.)
 * @returns what was sent to the database meanwhile
 */
export async function inOneRequest(work: () => Promise<unknown>): Promise<readonly Sent[]> {
  const kept = new Map<unknown, unknown>()
  const internals = internalsOf()
  const before = internals.A
  internals.A = {
    getOwner: () => null,
    getCacheForType: <T>(create: () => T): T => {
      if (!kept.has(create)) kept.set(create, create())
      // Each maker has made what is kept under it.
      return kept.get(create) as T
    },
  }
  try {
    return await sentDuring(work)
  } finally {
    internals.A = before
  }
}

/** Where React keeps who renders. It has no public way in, for its renderers come with it. */
function internalsOf(): Internals {
  const name = '__SERVER_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE'
  const internals = (react as unknown as Record<string, Internals | undefined>)[name]
  if (!internals) throw new Error('This React is not the one of the server')
  return internals
}
