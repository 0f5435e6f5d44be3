import type { Sql } from '../connection'
import { uuidOf } from '../ids'
import { linesIn, readPieces } from './files'
import type { Found } from './find'
import { createLineReader, type Line } from './lines'
import type { Span } from './scanner'

/** What was left out: recorded after the moment up to which the log is restored. */
export type Lost = {
  readonly position: number
  readonly aggregateId: string
  readonly aggregateType: string
  readonly version: number
  readonly eventType: string
  readonly createdAt: string
  readonly commandId: string | null
}

export function lostOf({ bytes, ...line }: Line): Lost {
  const textOf = ({ from, to }: Span) => bytes.toString('utf8', from, to)
  return {
    position: line.position,
    aggregateId: uuidOf(line.aggregateId),
    aggregateType: textOf(line.aggregateType),
    version: line.version,
    eventType: textOf(line.eventType),
    createdAt: new Date(line.createdMs).toISOString(),
    commandId: line.hasCommandId ? uuidOf(line.commandId) : null,
  }
}

/** What a restored bank doesn’t have of its backup, found again: the ends of streams. */
export async function readLost(
  sql: Sql,
  { folder, manifest }: Found,
  until: Date | null,
): Promise<Lost[]> {
  if (until === null) return []
  const ends = await sql<{ id: string; last: number }[]>`
    select aggregate_id as id, max(event_version) as last from events group by 1`
  const lastOf = new Map(ends.map(({ id, last }) => [id, last]))
  const read = createLineReader()
  const lost: Lost[] = []
  for (const segment of manifest.segments) {
    for await (const piece of readPieces(folder, segment)) {
      for (const span of linesIn(piece)) {
        const line = read(piece, span, segment.file)
        if (line.version > (lastOf.get(uuidOf(line.aggregateId)) ?? 0)) lost.push(lostOf(line))
      }
    }
  }
  return lost
}
