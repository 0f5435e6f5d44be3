import { accountOf } from '@/domain/bank-account/bank-account'
import { dayIn, nextDayIn, startOfDayIn } from '@/domain/bank-account/business-day'
import type { Spent } from '@/domain/bank-account/events'
import type { Ask, Entry, Facts, Since } from '@/domain/bank-account/facts'
import { TIME_ZONE } from '@/domain/bank-account/limits'
import type { Stream } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { readStream } from '../streams/read-stream'
import { stateAt } from '../streams/state-at'
import { changeSql, moneyTypesSql } from '../timeline/event-amounts'
import { lastVersionAt } from '../timeline/last-version'
import { keyOfEntry, readReversals } from '../timeline/reversals'
import { readBalancesSince } from './balances-since'

/** What a command on an account needs beside its state, at the loaded version. */
export async function readAccountFacts(
  sql: Sql,
  stream: Stream,
  { since, entry, spentIn }: Ask,
): Promise<Facts> {
  return {
    ...(since && { since: await readSince(sql, stream, since) }),
    ...(entry !== undefined && { entry: await readEntry(sql, stream, entry) }),
    ...(spentIn !== undefined && { spent: await spentToday(sql, stream, spentIn) }),
  }
}

async function readSince(sql: Sql, stream: Stream, from: Date): Promise<Since> {
  const [range, { stream: streamThen }] = await Promise.all([
    readBalancesSince(sql, stream, from),
    stateAt(sql, stream.aggregateId, { asOf: from }),
  ])
  const past = accountOf(streamThen)
  const limits = past?.terms.limits
  const isLimited = limits && limits.perDay !== null
  const spent = isLimited ? await spentOn(sql, stream, limits.timeZone, from) : 0n
  return { ...range, past, spent }
}

async function readEntry(sql: Sql, stream: Stream, version: number): Promise<Entry | null> {
  const { aggregateId } = stream
  if (version < 1 || version > stream.version) return null
  const key = { aggregateId, version }
  const [[recorded], reversals] = await Promise.all([
    readStream(sql, aggregateId, version, version),
    readReversals(sql, [key]),
  ])
  if (!recorded) return null
  // The stream is an account's, so its events are.
  const event = recorded.event as Entry['event']
  return {
    event,
    occurredAt: recorded.occurredAt,
    reversedBy: reversals.get(keyOfEntry(key)) ?? null,
  }
}

async function spentToday(sql: Sql, stream: Stream, zone: string | null): Promise<Spent> {
  const timeZone = zone ?? accountOf(stream)?.terms.limits?.timeZone ?? TIME_ZONE
  const now = new Date()
  return { day: dayIn(timeZone, now), amount: await spentOn(sql, stream, timeZone, now) }
}

/**
 * What withdrawals and transfers took out on the business day of `at`, in minor units: by the events
 * of that day, and the late ones recorded after it.
 */
async function spentOn(sql: Sql, stream: Stream, timeZone: string, at: Date): Promise<bigint> {
  const { aggregateId: id, version: newest } = stream
  const [start, end] = [startOfDayIn(timeZone, at), nextDayIn(timeZone, at)]
  const lastBefore = (instant: Date) =>
    lastVersionAt(sql, id, 'frontier_at', { instant, newest, exclusive: true })
  const [before, last] = await Promise.all([lastBefore(start), lastBefore(end)])
  const change = sql.unsafe(changeSql())
  const counted = sql`
    occurred_at >= ${start} and occurred_at < ${end}
    and event_type in (${sql.unsafe(moneyTypesSql(-1))})
    and not event_data ?| array['counter', 'reverses', 'holdId']`
  // Plain SQL: events are sought by version behind an optimization fence (`offset 0`), as late ones are
  // in `stateAt`. Without it PostgreSQL may read the events of that day of all accounts.
  const [row] = await sql<{ spent: string | null }[]>`
    select -sum(${change}) as spent from (
      select * from (
        select * from log
        where aggregate_id = ${id} and event_version > ${before} and event_version <= ${last}
        offset 0) as on_time
      union all
      select * from (
        select * from log
        where aggregate_id = ${id} and event_version > ${last} and event_version <= ${newest}
          and occurred_at < frontier_at
        offset 0) as late) as events
    where ${counted}`
  return BigInt(row?.spent ?? 0)
}
