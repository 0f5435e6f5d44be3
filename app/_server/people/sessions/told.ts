import 'server-only'
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware, isAPIError } from 'better-auth/api'
import { bank } from '@/app/_server/process/bank'
import { outsideRequests } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { noteSignIn } from '@/db/people/sessions'
import { findUsers } from '@/db/people/users'
import { recordAccess } from '../access-log'
import { challenged } from './second-factor'

/** By which endpoint a person comes in, and what they showed there. */
const WAYS: ReadonlyMap<string, string> = new Map([
  ['/sign-in/email', 'password'],
  ['/two-factor/verify-totp', 'code'],
  ['/two-factor/verify-backup-code', 'recovery code'],
  ['/passkey/verify-authentication', 'passkey'],
])

/** Tells the access log who signed in, and how, and where somebody failed. */
export const toldSignIns = {
  id: 'told-sign-ins',
  hooks: {
    after: [
      {
        matcher: ({ path }) => WAYS.has(path ?? ''),
        handler: createAuthMiddleware(async ctx => {
          const { newSession, returned, session } = ctx.context
          const shown = WAYS.get(ctx.path) ?? ''
          if (isAPIError(returned)) {
            if (returned.statusCode < 500)
              tellFailure(shown, ctx.body?.email, session?.user.id ?? (await challenged(ctx)))
            return
          }
          // A code in an open session confirms it, or sets the second factor up.
          if (!newSession || session) return
          await noteSignIn(bank().db, newSession.user.id, new Date())
          recordAccess({ kind: 'signed-in', by: newSession.user.id, detail: { with: shown } })
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin

/** Out of the way of the answer, which takes as long for an address that nobody has. */
function tellFailure(shown: string, email: unknown, userId: string | null): void {
  outsideRequests(async () => {
    const [known] = await findUsers(bank().db, [String(email ?? '').toLowerCase()])
    recordAccess({
      kind: 'sign-in-failed',
      by: userId ?? known?.id ?? null,
      detail: { with: shown },
    })
  }).catch((error: unknown) => logFailure('An entry of the access log was lost', error))
}
