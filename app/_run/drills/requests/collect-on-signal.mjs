// Loaded into the servers of a drill: collects garbage on SIGUSR2. V8 returns memory only under
// pressure, so a server's resident memory alone doesn't show what it still needs.
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What one round finalises is garbage in the next; the last returns the pages. */
const ROUNDS = 8
const PAUSE_MS = 150

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
process.on('SIGUSR2', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    collect()
    await sleep(PAUSE_MS)
  }
})
