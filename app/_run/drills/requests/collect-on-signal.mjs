// Loaded into the servers of a drill: on SIGUSR2 they collect their garbage. V8 gives memory back
// only when it has to, so what a server holds says nothing of what it still needs.
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What is finalised in one round is garbage in the next, and pages are given back in the last. */
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
