import 'server-only'
import { APIError } from 'better-auth/api'
import { bank } from '@/app/_server/process/bank'
import { sessionTimes } from '@/app/_server/process/settings'
import { roleToBegin } from '@/db/people/sessions'
import { recordAccess } from '../access-log'
import { endStreamsOf } from '../watchers'
import { idleMsOf } from './use'

/**
 * What better-auth does to sessions, with what is ours: each begins with the role of its person and
 * their idle time, and when one ends, so do its streams.
 */
export const sessionHooks = {
  session: {
    create: {
      before: async <Begun extends { userId: string }>(begun: Begun) => {
        const role = await roleToBegin(bank().db, begun.userId)
        // As for a wrong password: after the same work, in the same words.
        if (role === null) throw new APIError('UNAUTHORIZED')
        const lastsMs = Math.min(idleMsOf(role), sessionTimes().lifetimeMs)
        return {
          data: { ...begun, role, expiresAt: new Date(Date.now() + lastsMs) },
        }
      },
    },
    delete: {
      after: async (
        { id, token, userId }: { id: string; token: string; userId: string },
        context: { path?: string } | null,
      ) => {
        endStreamsOf(token)
        // Those that end because another begins in their place are told by its beginning.
        if (context?.path === '/sign-out') recordAccess({ kind: 'signed-out', by: userId })
        else if (context?.path === '/change-password') {
          recordAccess({ kind: 'session-ended', by: userId, subject: id })
        }
      },
    },
  },
}
