import type { Sql } from '../connection'
import { MARK } from '../streams/detached'
import { horizonOf } from '../streams/horizon'
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
 * full, or has got no event since, is kept as it is; so is one of which a part is in cold storage now.
 * @throws BackupFault when an event of the feed is not in the log
 */
export async function storeSegments(
  sql: Sql,
  folder: string,
  before: readonly Segment[],
  { position, full }: { readonly position: number; readonly full: number },
  onSegment: (events: number, bytes: number) => Promise<void>,
): Promise<Segment[]> {
  const last = before.at(-1)
  const known = last?.to ?? 0
  const goesOn = last && last.to - last.from + 1 < full && known < position
  const segments = goesOn && !(await isCold(sql, last)) ? before.slice(0, -1) : [...before]
  let next = (segments.at(-1)?.to ?? 0) + 1
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
  const horizon = await horizonOf(sql)
  if (horizon === null) {
    throw new BackupFault(
      `The log has ${stored.lines} of the ${to - from + 1} events at the positions ${from} to ${to}. ` +
        'Run npm run projections:check.',
    )
  }
  throw new BackupFault(
    `What was recorded until the end of ${horizon.year} is in cold storage, and this folder has no backup of all ` +
      'of it. Go on in the folder of the backups from before, or attach the years (npm run archive:years), make ' +
      'the backup, and detach them again.',
  )
}

/** Whether events of a segment are in cold storage. */
async function isCold(sql: Sql, { from, to }: Range): Promise<boolean> {
  if ((await horizonOf(sql)) === null) return false
  const [row] = await sql<{ any: boolean }[]>`
    select exists (
      select from feed f where f.position between ${from} and ${to} and not exists (
        select from log e where e.aggregate_id = f.aggregate_id
          and e.event_version = f.event_version and e.event_type <> ${MARK})) as any`
  return row?.any ?? false
}
