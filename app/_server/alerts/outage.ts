import 'server-only'
import { logFailure, logWarning } from '@/app/_server/process/log'
import { thisInstance } from '@/app/_server/process/own-figures'
import { RULE_WORDS } from '@/app/_wire/alerts'
import { type Channel, type Notice, noticeOf } from './notices'
import type { Outage } from './outage-now'

/** Notices that wait to be sent; the oldest are lost beyond that. */
const WAITING_MAX = 20
const ATTEMPTS_MAX = 60

type Waiting = { readonly notice: Notice; readonly channel: Channel; attempts: number }

/**
 * What is told when the database can't be written: no event can be. It goes into the log and to the
 * channels at once, from each process that sees it, and is kept in memory; the alert's events are
 * recorded when the database is back, dated when it happened.
 */
export function createOutages(channels: readonly Channel[]) {
  let waiting: Waiting[] = []

  function tell(turn: 'raised' | 'cleared', { sinceMs, about, untilMs }: Outage): void {
    const at = new Date(turn === 'raised' ? sinceMs : (untilMs ?? sinceMs)).toISOString()
    const notice = noticeOf({
      // Of this process: another one tells its own.
      id: `${thisInstance().id}-${sinceMs}-${turn}`,
      ...{ rule: 'database', severity: 'critical', turn, value: '1', about, at },
    })
    logWarning(`Alert ${turn}: ${RULE_WORDS.database.title}. ${about}`)
    waiting = [...waiting, ...channels.map(channel => ({ notice, channel, attempts: 0 }))]
    waiting = waiting.slice(-WAITING_MAX)
  }

  /** Tries to send what waits, in order for each channel. */
  async function send(): Promise<void> {
    const stuck = new Set<Channel>()
    for (const one of waiting) {
      if (stuck.has(one.channel)) continue
      try {
        await one.channel.send(one.notice)
        waiting = waiting.filter(other => other !== one)
      } catch (error) {
        stuck.add(one.channel)
        if (++one.attempts < ATTEMPTS_MAX) continue
        waiting = waiting.filter(other => other !== one)
        logFailure(`An alert was given up on the channel ${one.channel.name}`, error)
      }
    }
  }

  return { tell, send }
}
