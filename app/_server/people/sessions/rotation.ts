import 'server-only'
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware } from 'better-auth/api'

/** A browser has one session: signing in again ends the one that it had, whoever's it was. */
export const rotation = {
  id: 'rotation',
  hooks: {
    after: [
      {
        matcher: () => true,
        handler: createAuthMiddleware(async ctx => {
          const { newSession, authCookies, secret, internalAdapter } = ctx.context
          if (!newSession) return
          const before = await ctx.getSignedCookie(authCookies.sessionToken.name, secret)
          if (before && before !== newSession.session.token) {
            await internalAdapter.deleteSession(before)
          }
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin
