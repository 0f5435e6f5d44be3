import type { Transaction } from '../connection'
import type { Lost } from './lost'

type Row = {
  readonly aggregate_id: string
  readonly aggregate_type: string
  readonly event_version: number
  readonly event_type: string
  readonly created_at: Date
  readonly command_id: string | null
  readonly position: string
}

/**
 * Removes what is left of commands of which a part is lost, and all that followed in those streams.
 * A command has one time on all of its streams unless their clocks were put back, so that there is
 * rarely one. The feed gets new positions then.
 * @returns what was removed
 */
export async function removeSplit(tx: Transaction, lost: readonly Lost[]): Promise<Lost[]> {
  const removed: Lost[] = []
  let ids = commandsOf(lost)
  if (ids.length === 0) return removed
  await tx`alter table events disable trigger user`
  while (ids.length > 0) {
    const rows = await tx<Row[]>`
      with split as (
        select aggregate_id, min(first_version) as first from commands
        where command_id = any(${ids}::uuid[]) and first_version <= last_version group by 1
      ), gone as (
        delete from events e using split s
        where e.aggregate_id = s.aggregate_id and e.event_version >= s.first
        returning e.aggregate_id, e.aggregate_type, e.event_version, e.event_type, e.created_at,
          e.metadata ->> 'commandId' as command_id
      ), unanswered as (
        delete from commands c using split s
        where c.aggregate_id = s.aggregate_id and c.last_version >= s.first
      ), unplaced as (
        delete from feed f using split s
        where f.aggregate_id = s.aggregate_id and f.event_version >= s.first
        returning f.position, f.aggregate_id, f.event_version
      )
      select g.*, u.position from gone g
      join unplaced u using (aggregate_id, event_version) order by u.position`
    const more = rows.map(lostOf)
    removed.push(...more)
    ids = commandsOf(more)
  }
  await tx`alter table events enable trigger user`
  if (removed.length > 0) await renumber(tx)
  return removed
}

async function renumber(tx: Transaction): Promise<void> {
  await tx`
    create temporary table places on commit drop as
    select row_number() over (order by position) as position, aggregate_id, event_version from feed`
  await tx`truncate feed`
  await tx`insert into feed (position, aggregate_id, event_version) select * from places`
}

function commandsOf(lost: readonly Lost[]): string[] {
  return [...new Set(lost.flatMap(({ commandId }) => commandId ?? []))]
}

function lostOf(row: Row): Lost {
  return {
    position: Number(row.position),
    aggregateId: row.aggregate_id,
    aggregateType: row.aggregate_type,
    version: row.event_version,
    eventType: row.event_type,
    createdAt: row.created_at.toISOString(),
    commandId: row.command_id,
  }
}
