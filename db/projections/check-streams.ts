import { isDeepStrictEqual } from 'node:util'
import type { Named } from '@/domain/event-sourcing/aggregate'
import type { Stream } from '@/domain/event-sourcing/ports'
import { advance, unknownStream } from '@/domain/event-sourcing/stream'
import { aggregateOfEvent, codecOf } from '../codecs/registry'
import { decodeEvent, encodeEvent } from '../codecs/stored-events'
import { compareRows, type Report, shown } from './differences'
import type { FoldedEvent } from './fold'
import type { LogRow } from './log-rows'
import { expectedSnapshot, type FoundSnapshot } from './stored-snapshots'

/** What the check knows of a stream after some of its events. */
export type Seen = {
  /** The fold of what could be folded, with correct clocks. */
  readonly stream: Stream
  /** The last event as stored. */
  readonly last: Pick<LogRow, 'version' | 'createdAt'> | null
  /** Whether the balance is unknown from here on, because of an event already reported. */
  readonly isBroken: boolean
}

export function unseen(aggregateId: string): Seen {
  return { stream: unknownStream(aggregateId), last: null, isBroken: false }
}

/**
 * Checks the next event of a stream: version, clocks, data and recorded balance, and the snapshot
 * taken after it. Nothing in the log is trusted but the amounts: versions are counted, and clocks
 * and balances are folded from the first event on.
 * @returns what is known after it, and the event; null when this program can't read it
 */
export function checkEvent(
  { stream, last, isBroken }: Seen,
  row: LogRow,
  snapshot: FoundSnapshot | null,
  report: Report,
): { readonly seen: Seen; readonly event: FoldedEvent | null } {
  const decoded = decode(row, report)
  const event = decoded && { ...row, event: decoded }
  const place = checkPlace(last?.version ?? 0, row, report)
  if (place === 'none') return { seen: { stream, last, isBroken }, event }
  const startedAt = last === null && row.version === 1 ? row.occurredAt : stream.startedAt
  const frontierAt = latest(stream.frontierAt, row.occurredAt)
  checkClocks(last, { startedAt, frontierAt }, row, report)
  const canFold = event && !isBroken && place === 'next'
  const folded = canFold ? foldEvent(stream, { ...event, frontierAt }, report) : null
  if (folded) checkData(folded, event?.event, row, report)
  if (snapshot) checkSnapshot(folded, row, snapshot, report)
  const stopped = { ...stream, version: row.version, startedAt, frontierAt }
  return { seen: { stream: folded ?? stopped, last: row, isBroken: folded === null }, event }
}

function checkSnapshot(
  folded: Stream | null,
  { aggregateId, version }: LogRow,
  snapshot: FoundSnapshot,
  report: Report,
): void {
  const sentence = folded
    ? compareRows('The snapshot', snapshot, expectedSnapshot(folded, snapshot))
    : 'The snapshot can’t be compared, because not every event before it can be folded.'
  if (sentence) report('snapshots', [aggregateId, version], sentence)
}

function latest(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b
}

/** @returns whether the event is next, comes after a gap, or has no valid version */
function checkPlace(
  before: number,
  { aggregateId, version }: LogRow,
  report: Report,
): 'next' | 'later' | 'none' {
  if (version === before + 1) return 'next'
  const key = [aggregateId, version] as const
  if (version < 1) {
    report('events', key, `The versions of a stream begin with 1; this one is ${version}.`)
    return 'none'
  }
  if (version === before) {
    report('events', key, 'Two events have this version, one of them in the archive.')
    return 'none'
  }
  const start = before === 0 ? 'The stream begins with' : `Version ${before} is followed by`
  const missing =
    before + 2 === version ? `Version ${before + 1}` : `Versions ${before + 1} to ${version - 1}`
  report('events', key, `${start} version ${version}. ${missing} can’t be found.`)
  return 'later'
}

function checkClocks(
  last: Seen['last'],
  { startedAt, frontierAt }: { startedAt: Date | null; frontierAt: Date },
  { aggregateId, version, occurredAt, createdAt, frontierAt: recorded }: LogRow,
  report: Report,
): void {
  const key = [aggregateId, version] as const
  if (last && createdAt < last.createdAt) {
    report(
      'events',
      key,
      `It was recorded at ${shown(createdAt)}, before version ${last.version} at ${shown(last.createdAt)}.`,
    )
  }
  if (occurredAt > createdAt) {
    report(
      'events',
      key,
      `It happened at ${shown(occurredAt)}, after it was recorded at ${shown(createdAt)}.`,
    )
  }
  if (startedAt && occurredAt < startedAt) {
    report(
      'events',
      key,
      `It happened at ${shown(occurredAt)}, before the first event of its stream at ${shown(startedAt)}.`,
    )
  }
  if (recorded.getTime() !== frontierAt.getTime()) {
    report(
      'events',
      key,
      `Its frontier_at is ${shown(recorded)}; the latest occurred_at so far is ${shown(frontierAt)}.`,
    )
  }
}

/** The event; null, and reported, when this program can't read it. */
function decode(row: LogRow, report: Report): Named | null {
  try {
    return decodeEvent(row.type, row.schemaVersion, row.data)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    report('events', [row.aggregateId, row.version], `It can’t be read. ${why}`)
    return null
  }
}

/** The stream after an event; null, and reported, when the event is not possible there. */
function foldEvent(stream: Stream, event: FoldedEvent, report: Report): Stream | null {
  try {
    return advance(aggregateOfEvent(event.event), stream, event)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    report('events', [event.aggregateId, event.version], `It can’t follow. ${why}.`)
    return null
  }
}

/** Compares an event with its current encoding, and with the state after it. */
function checkData(
  stream: Stream,
  event: Named | undefined,
  { data }: LogRow,
  report: Report,
): void {
  if (!event || stream.type === null) return
  const key = [stream.aggregateId, stream.version] as const
  const written = encodeEvent(event).data
  // An older schema version has fewer fields.
  for (const [field, found] of Object.entries(data as Readonly<Record<string, unknown>>)) {
    if (field in written && !isDeepStrictEqual(found, written[field])) {
      const expected = shown(written[field])
      report('events', key, `Its ${field} is written as ${shown(found)}, not as ${expected}.`)
    }
  }
  const faults = codecOf(stream.type).faultsIn?.(stream.state, event, stream.aggregateId) ?? []
  for (const sentence of faults) report('events', key, sentence)
}
