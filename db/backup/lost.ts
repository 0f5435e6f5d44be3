import type { Sql } from '../connection'
import { readLines } from './files'
import type { Found } from './find'
import { commandIdOf, type Line, readLine } from './lines'

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

export function lostOf(line: Line): Lost {
  const { position, aggregateId, aggregateType, version, eventType, createdMs } = line
  const createdAt = new Date(createdMs).toISOString()
  const commandId = commandIdOf(line)
  return { position, aggregateId, aggregateType, version, eventType, createdAt, commandId }
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
  const lost: Lost[] = []
  for (const segment of manifest.segments) {
    for await (const lines of readLines(folder, segment, 'latin1')) {
      for (const text of lines) {
        const line = readLine(text, segment.file)
        if (line.version > (lastOf.get(line.aggregateId) ?? 0)) lost.push(lostOf(line))
      }
    }
  }
  return lost
}
