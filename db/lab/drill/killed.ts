import { setTimeout as sleep } from 'node:timers/promises'
import { seconds } from './load'
import { recover, type Scene, tell, warm, within } from './stage'

const KILLS = 20

/** PostgreSQL that ran this long is healthy: its supervisor does not count it as a crash loop. */
const BETWEEN_MS = 6_000
const BACK_MS_MAX = 30_000
const POLL_MS = 20

/** PostgreSQL is killed with SIGKILL, as by a crash or for want of memory, twenty times. */
export const killed: Scene = async stage => {
  const { bank, load, say, fault } = stage
  await warm(load)
  const sinceMs = performance.now()
  const took: number[] = []
  for (let kill = 1; kill <= KILLS; kill++) {
    const atMs = performance.now()
    process.kill(await bank.postmaster(), 'SIGKILL')
    const isBack = () =>
      load.answers.some(
        answer =>
          answer.kind === 'command' && answer.status === 200 && answer.atMs > atMs + POLL_MS,
      )
    while (!isBack() && performance.now() - atMs < BACK_MS_MAX) await sleep(POLL_MS)
    if (!isBack()) return fault(`no command was accepted within 30 s after kill ${kill}`)
    took.push(performance.now() - atMs)
    await sleep(BETWEEN_MS)
  }
  const untilMs = performance.now()
  await recover(stage, 'killed for the last time', untilMs)
  tell(stage, 'killed again and again', within(load.answers, sinceMs, untilMs))
  took.sort((a, b) => a - b)
  const [median = 0, longest = 0] = [took[KILLS / 2], took.at(-1)]
  say(
    `from a kill to the next accepted command: median ${seconds(median)}, longest ${seconds(longest)}`,
  )
}
