import 'server-only'
import { logFailure } from '@/app/_server/process/log'
import type { AlertRule } from '@/app/_wire/alerts'
import { knownRule } from '@/app/_wire/alerts'
import type { Sql } from '@/db/connection'
import type { EventStore } from '@/db/event-store'
import type { KeptAlert } from '@/db/operations/alerts'
import { type Delivery, keepDelivery, readDeliveries } from '@/db/operations/deliveries'
import { type AlertEvent, turnOf } from '@/domain/alert/events'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { type Channel, type Notice, noticeOf } from './notices'

/** A notice is tried so often, after 5 s, 10 s, 20 s … and an hour at most; then it is given up. */
const ATTEMPTS_MAX = 12
const FIRST_WAIT_S = 5
const WAIT_S_MAX = 3_600

/** Notices of one round. */
const SENT_MAX = 20

type Parts = { readonly sql: Sql; readonly store: Pick<EventStore, 'getEventStream'> }

/**
 * Sends what the channels have not sent: each alert that was raised or is over, at least once, in
 * order. One process does it at a time; how far each channel is, is kept.
 */
export async function deliver(
  parts: Parts,
  channels: readonly Channel[],
  alerts: ReadonlyMap<string, KeptAlert>,
): Promise<void> {
  if (channels.length === 0) return
  const kept = await readDeliveries(parts.sql)
  let left = SENT_MAX
  for (const [name, alert] of alerts) {
    const rule = knownRule(name)
    // A database that can't be written is told at once, by `outage.ts`.
    if (rule === null || rule === 'database' || alert.state.status === 'none') continue
    for (const channel of channels) {
      const row = kept.find(one => one.rule === rule && one.channel === channel.name)
      if (left > 0) left -= await deliverOf(parts, rule, alert, channel, row)
    }
  }
}

/** @returns how many notices were tried */
async function deliverOf(
  { sql, store }: Parts,
  rule: AlertRule,
  { id, version, state }: KeptAlert,
  channel: Channel,
  row: Delivery | undefined,
): Promise<number> {
  // A channel that is new is not told of what is over.
  const from = row?.version ?? (state.status === 'raised' ? version - 1 : version)
  if (from >= version || (row && row.nextAt.getTime() > Date.now())) return 0
  const keep = (at: number, attempts: number, waitS: number, error: string | null = null) =>
    keepDelivery(sql, { rule, channel: channel.name, version: at, attempts, error }, waitS)
  let tried = 0
  let attempts = row?.attempts ?? 0
  for (const recorded of await store.getEventStream(id, from + 1, version)) {
    const notice = noticeIn(recorded, rule, state)
    if (notice !== null) {
      tried++
      const error = await channel.send(notice).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      if (error !== null && ++attempts < ATTEMPTS_MAX) {
        const waitS = Math.min(FIRST_WAIT_S * 2 ** (attempts - 1), WAIT_S_MAX)
        await keep(recorded.version - 1, attempts, waitS, messageOf(error))
        return tried
      }
      if (error !== null) logFailure(`An alert was given up on the channel ${channel.name}`, error)
    }
    attempts = 0
    await keep(recorded.version, 0, 0)
  }
  return tried
}

function noticeIn(
  { eventId, event, occurredAt }: RecordedEvent,
  rule: AlertRule,
  state: KeptAlert['state'],
): Notice | null {
  const its = event as AlertEvent // the stream of an alert has no others
  const turn = turnOf(its)
  if (turn === null || !('value' in its) || state.status === 'none') return null
  const { value, about } = its
  const severity = 'severity' in its ? its.severity : state.severity
  return noticeOf({ id: eventId, rule, severity, turn, value, about, at: occurredAt.toISOString() })
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 400)
}
