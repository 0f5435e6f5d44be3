declare global {
  /** Lets in what arrived meanwhile (app/_run/hold.mjs). */
  var daybookOpen: (() => void) | undefined
}

/**
 * Next.js calls this once when the server starts. On shutdown Next.js finishes the requests under
 * way itself; streams, which never finish, are closed here, and accepted commands are awaited. The
 * bank is opened at once, because its feed must run.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { followRequests } = await import('@/app/_server/process/current-request')
    const { followDeadlines } = await import('@/app/_server/process/deadlines')
    const { openFrontDoor } = await import('@/app/_server/http/front-door')
    const { recordForeign } = await import('@/app/_server/people/foreign')
    const { keepOutputPlain, logConsole } = await import('@/app/_server/process/plain-output')
    const { closeOnSignals } = await import('@/app/_server/process/shutdown')
    const { followAnswers } = await import('@/app/_server/process/status')
    const { followRequestLines } = await import('@/app/_server/process/request-lines')
    const { startWatching } = await import('@/app/_server/process/watching')
    keepOutputPlain()
    if (process.env.NODE_ENV === 'production') logConsole()
    const watch = await startWatching()
    openFrontDoor(recordForeign)
    followAnswers()
    followRequestLines()
    followDeadlines()
    followRequests()
    closeOnSignals()
    const { bank } = await import('@/app/_server/process/bank')
    if (process.env.DATABASE_URL) {
      bank()
      const { openStreams } = await import('@/app/_server/people/watchers')
      void watch.openPort(openStreams)
      const { followEpoch } = await import('@/app/_server/process/epoch')
      await followEpoch()
      const { requireOwnLogin } = await import('@/app/_server/process/own-login')
      void requireOwnLogin()
      const { startWatch } = await import('@/app/_server/alerts/start')
      startWatch()
    }
    globalThis.daybookOpen?.()
  }
}
