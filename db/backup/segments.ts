import type { Sql } from '../connection'
import { MARK } from '../streams/detached'
import { storeLines } from './files'
import { BackupFault, linked, type Segment } from './manifest'

/** A full segment never changes; the last one is written anew until it is full. */
export const SEGMENT_EVENTS = 50_000

/**
 * A line as COPY sends it: JSON has no control characters, so with these as quote and delimiter
 * nothing is escaped.
 */
export const AS_LINES = `(format csv, quote e'\\x01', delimiter e'\\x02')`

/** An event as one line of JSON; the order of its keys is that of FORMAT.md. */
const LINE = `
  '{"position":' || f.position || ',"aggregate_id":"' || e.aggregate_id
  || '","event_version":' || e.event_version || ',"event_id":"' || e.event_id
  || '","aggregate_type":' || to_json(e.aggregate_type) || ',"event_type":' || to_json(e.event_type)
  || ',"schema_version":' || e.schema_version || ',"occurred_at":' || to_json(e.occurred_at)
  || ',"created_at":' || to_json(e.created_at) || ',"frontier_at":' || to_json(e.frontier_at)
  || ',"answer":' || coalesce('[' || c.first_version || ',"' || encode(c.fingerprint, 'hex') || '"]', 'null')
  || ',"metadata":' || e.metadata || ',"event_data":' || e.event_data || '}'`

/** The command of an event, if its id can be one. */
const COMMAND_ID = `case when e.metadata ->> 'commandId' ~ '^[0-9a-f-]{36}$'
  then (e.metadata ->> 'commandId')::uuid end`

/**
 * Writes the log up to `position` as segments of `full` events, beside those of the backup before. A segment that is
 * full, or has got no event since, is kept as it is.
 * @throws BackupFault when an event of the feed is not in the log, as after a year was detached
 */
export async function storeSegments(
  sql: Sql,
  folder: string,
  before: readonly Segment[],
  { position, full }: { readonly position: number; readonly full: number },
  onSegment: (events: number, bytes: number) => Promise<void>,
): Promise<Segment[]> {
  const segments = before.filter(({ from, to }) => to - from + 1 === full || to === position)
  let next = (segments.at(-1)?.to ?? 0) + 1
  const known = before.at(-1)?.to ?? 0
  while (next <= position) {
    const range = { from: next, to: Math.min(next + full - 1, position) }
    const stored = await storeSegment(sql, folder, range)
    segments.push(linked(segments.at(-1), { ...stored, ...range }))
    await onSegment(range.to - Math.max(range.from - 1, known), stored.bytes)
    next = range.to + 1
  }
  return segments
}

type Range = Pick<Segment, 'from' | 'to'>

async function storeSegment(sql: Sql, folder: string, { from, to }: Range) {
  // COPY takes no parameters; both are numbers.
  const lines = await sql
    .unsafe(
      `copy (
        select ${LINE} from feed f
        join log e on e.aggregate_id = f.aggregate_id and e.event_version = f.event_version
          and e.event_type <> '${MARK}'
        left join commands c on c.command_id = ${COMMAND_ID} and c.aggregate_id = e.aggregate_id
          and c.last_version = e.event_version and c.first_version <= c.last_version
        where f.position between ${Number(from)} and ${Number(to)} order by f.position
      ) to stdout ${AS_LINES}`,
    )
    .readable()
  const places = [from, to].map(place => String(place).padStart(12, '0'))
  const stored = await storeLines(folder, lines, () => `segments/${places.join('-')}.jsonl.gz`)
  if (stored.lines === to - from + 1) return stored
  throw new BackupFault(
    `The log has ${stored.lines} of the ${to - from + 1} events at the positions ${from} to ${to}. Was a ` +
      'part of the archive detached? Attach it, then make the backup again.',
  )
}
