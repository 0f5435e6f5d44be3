/**
 * Next.js calls this once when the server starts. When the server is asked to end, Next.js finishes
 * the requests under way by itself; streams, which never finish, must be closed, and the commands
 * that were accepted are waited for. The bank is opened at once: it has a feed to keep going.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { followDeadlines } = await import('@/app/_server/process/deadlines')
    const { openFrontDoor } = await import('@/app/_server/http/front-door')
    const { keepOutputPlain } = await import('@/app/_server/process/plain-output')
    const { closeOnSignals } = await import('@/app/_server/process/shutdown')
    const { followAnswers } = await import('@/app/_server/process/status')
    keepOutputPlain()
    openFrontDoor()
    followAnswers()
    followDeadlines()
    closeOnSignals()
    const { bank } = await import('@/app/_server/process/bank')
    if (process.env.DATABASE_URL) {
      bank()
      const { requireOwnLogin } = await import('@/app/_server/process/own-login')
      void requireOwnLogin()
    }
  }
}
