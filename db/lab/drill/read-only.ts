import { setTimeout as sleep } from 'node:timers/promises'
import { readySays, recover, refusedFor, type Scene, tell, warm, within } from './stage'

const READ_ONLY_MS = 15_000

/** All sessions learn of a new setting between two statements; this is more than that takes. */
const SPREAD_MS = 1_000

/** The server is set read-only, as a standby is, and then back, without a restart. */
export const readOnly: Scene = async stage => {
  const { bank, load, fault } = stage
  await warm(load)
  const set = async (value: 'on' | 'off') => {
    await bank.owner.unsafe(`alter system set default_transaction_read_only = ${value}`)
    await bank.owner`select pg_reload_conf()`
  }
  await set('on')
  const sinceMs = performance.now() + SPREAD_MS
  await sleep(READ_ONLY_MS + SPREAD_MS)
  await set('off')
  const untilMs = performance.now()
  const during = within(load.answers, sinceMs, untilMs)
  await recover(stage, 'writable again', untilMs)
  tell(stage, 'read-only', during)
  refusedFor(stage, 'read-only', during)
  readySays(stage, 'writable', during, sinceMs)
  for (const { kind, status, atMs, tookMs, detail } of during) {
    const isWriting = kind === 'command' && status === 200 && atMs + tookMs < untilMs
    if (isWriting) fault('a command was accepted by a read-only database')
    const isReading = !['command', 'health', 'ready'].includes(kind)
    if (isReading && status !== 200) fault(`${kind} was answered with ${status} ${detail}`)
  }
}
