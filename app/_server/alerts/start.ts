import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { outsideRequests } from '@/app/_server/process/deadlines'
import { startRounds } from '@/app/_server/process/hold-expiry'
import { logFailure } from '@/app/_server/process/log'
import { beforeExit } from '@/app/_server/process/shutdown'
import { version } from '@/package.json'
import { channels } from './channels'
import { createWatch } from './watch'

/** Between two looks, from half of it to one and a half. */
const PAUSE_MS = 5_000

/** Starts watching the bank. Call once, when the server starts. */
export function startWatch(): void {
  outsideRequests(() => {
    const watch = createWatch(bank(), { channels: channels(), version })
    const stop = startRounds(
      () => watch.round(),
      error => logFailure('Watching the bank failed; retrying', error),
      PAUSE_MS,
    )
    beforeExit(stop)
  })
}
