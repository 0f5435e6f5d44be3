import 'server-only'
import { publicUrl } from '@/app/_server/http/origins'
import { type AlertRule, RULE_WORDS } from '@/app/_wire/alerts'
import type { Severity } from '@/domain/alert/events'

/** What is sent about an alert. */
export type Notice = {
  /** The same each time that it is sent. */
  readonly id: string
  readonly type: 'alert.raised' | 'alert.cleared'
  readonly rule: AlertRule
  readonly severity: Severity
  readonly title: string
  readonly told: string
  readonly advice: string
  /** When it was raised, or over: an RFC 3339 instant. */
  readonly at: string
  readonly url: string
}

/** A way to send notices. */
export type Channel = {
  readonly name: string
  /** @throws why it was not sent */
  send(notice: Notice): Promise<void>
}

type Told = {
  readonly id: string
  readonly rule: AlertRule
  readonly severity: Severity
  readonly turn: 'raised' | 'cleared'
  readonly value: string
  readonly about: string | null
  readonly at: string
}

export function noticeOf({ id, rule, severity, turn, value, about, at }: Told): Notice {
  const { title, told, advice } = RULE_WORDS[rule]
  const isOver = turn === 'cleared'
  return {
    ...{ id, type: `alert.${turn}`, rule, severity, title: isOver ? `Over: ${title}` : title },
    told: isOver ? 'It is over.' : told(value, about),
    ...{ advice: isOver ? '' : advice, at, url: new URL('/operations', publicUrl()).href },
  }
}
