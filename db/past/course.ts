import { and, eq } from 'drizzle-orm'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { balanceOf, moneyOf } from '../codecs/registry'
import type { Sql } from '../connection'
import { anyOf } from '../query'
import { log } from '../schema'
import { requireNotDetached } from '../streams/detached'
import { recordedEvent, selectEvents } from '../streams/event-rows'
import { stateAt } from '../streams/state-at'

/**
 * Selects the versions from `from` to `to` (both inclusive) that show the course of a stream in at
 * most `pointsMax` points (two or more): all of them when they are few, else both ends and the
 * multiples of a step between them. The step is 1, 2 or 5 times a power of ten, so zooming in keeps
 * the points.
 */
export function sampleVersions(from: number, to: number, pointsMax: number): number[] {
  const count = to - from + 1
  if (count <= pointsMax) return Array.from({ length: Math.max(count, 0) }, (_, n) => from + n)
  if (pointsMax <= 2) return [from, to]
  const step = roundStep((to - from) / (pointsMax - 2))
  const versions = [from]
  const first = (Math.floor(from / step) + 1) * step
  for (let version = first; version < to; version += step) versions.push(version)
  return [...versions, to]
}

/** The balance after the event of a version, in minor units. */
export type Point = {
  readonly version: number
  readonly occurredAt: Date
  /** The latest `occurredAt` up to this version: later than its own for a late event. */
  readonly frontierAt: Date
  readonly occurredOn?: string
  readonly balance: bigint
}

/**
 * The balance of a stream after each of these versions, oldest first: recorded in events that move
 * money, folded for the others.
 */
export async function readCourse(
  sql: Sql,
  aggregateId: string,
  versions: readonly number[],
): Promise<Point[]> {
  const events = await readVersions(sql, aggregateId, versions)
  const balances: Promise<bigint>[] = []
  for (const [index, { version, event }] of events.entries()) {
    const recorded = moneyOf(event)?.balance
    const isNext = events[index - 1]?.version === version - 1
    // Without money the balance is that of the event before it, which may be at hand.
    const same = isNext ? balances[index - 1] : undefined
    balances.push(
      recorded === undefined
        ? (same ?? folded(sql, aggregateId, version))
        : Promise.resolve(recorded),
    )
  }
  const known = await Promise.all(balances)
  return events.map(({ version, occurredAt, frontierAt, occurredOn }, index) => {
    const balance = known[index]
    if (balance === undefined) throw new Error(`Event ${version} has no balance`)
    return {
      version,
      occurredAt,
      frontierAt,
      ...(occurredOn !== undefined && { occurredOn }),
      balance,
    }
  })
}

async function folded(sql: Sql, aggregateId: string, version: number): Promise<bigint> {
  return balanceOf((await stateAt(sql, aggregateId, { version })).stream)
}

/** The events of a stream at these versions, oldest first: one index probe each. */
async function readVersions(
  sql: Sql,
  aggregateId: string,
  versions: readonly number[],
): Promise<RecordedEvent[]> {
  const rows = await selectEvents(sql)
    .where(and(eq(log.aggregateId, aggregateId), anyOf(log.eventVersion, versions)))
    .orderBy(log.eventVersion)
  const found = new Set(rows.map(row => row.event_version))
  const lost = versions.find(version => !found.has(version))
  if (lost !== undefined) await requireNotDetached(sql, aggregateId, lost)
  return rows.map(recordedEvent)
}

/** The smallest of 1, 2, 5, 10, 20, 50 ... above `atLeast`, which leaves room for the ends. */
function roundStep(atLeast: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [power, 2 * power, 5 * power]) if (step > atLeast) return step
  }
}
