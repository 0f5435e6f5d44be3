import { folded } from '@/domain/text/folded'
import type { Sql } from '../connection'
import { MARK } from '../streams/detached'
import type { EventRow } from '../streams/event-rows'
import type { Fragment, TimelineFilter } from './timeline-filter'

type Texts = Pick<TimelineFilter, 'note' | 'actorName'>

/** The searched texts of an event; `noted` has a line for each, since a line of one has few. */
type Row = Pick<EventRow, 'aggregate_id' | 'event_version' | 'event_type'> & {
  readonly noted: string
  readonly named: string
}

/** Most searches find a page among so many events. */
const FIRST = 1_000

/**
 * The first rows of a bounded query (`from … where … order by …`) that meet the filter's texts. They
 * are compared here, folded as in every other search: servers fold differently, by version and locale.
 */
export async function matchingRows(
  sql: Sql,
  filter: Texts,
  body: Fragment,
  limit: number,
): Promise<EventRow[]> {
  const isMatch = matcherOf(filter)
  // Plain SQL: conditions by event type, and limits that bound the scan.
  if (!isMatch) return sql<EventRow[]>`select * ${body} limit ${limit}`
  const texts = sql`
    select aggregate_id, event_version, event_type,
      concat_ws(chr(10), event_data ->> 'note', event_data ->> 'reason',
        event_data -> 'transfer' ->> 'owner') as noted,
      coalesce(metadata -> 'actor' ->> 'name', '') as named ${body}`
  const first = await sql<Row[]>`${texts} limit ${FIRST}`
  const found = first.filter(isMatch)
  if (found.length < limit && first.length === FIRST) {
    found.push(...(await sql<Row[]>`${texts} offset ${FIRST}`).filter(isMatch))
  }
  return wholeRows(sql, found.slice(0, limit))
}

function matcherOf({ note, actorName }: Texts): ((row: Row) => boolean) | null {
  const [noted, named] = [finder(note), finder(actorName)]
  if (!noted && !named) return null
  return row =>
    row.event_type === MARK || ((!noted || noted(row.noted)) && (!named || named(row.named)))
}

/** Whether a line of some texts has a part; null when there is nothing to look for. */
function finder(part: string | undefined): ((texts: string) => boolean) | null {
  const sought = folded(part ?? '')
  if (sought === '') return null
  const known = new Map<string, boolean>()
  return texts => {
    let isThere = known.get(texts)
    if (isThere === undefined) {
      isThere = texts.split('\n').some(text => folded(text).includes(sought))
      known.set(texts, isThere)
    }
    return isThere
  }
}

/** The whole rows, in the same order. */
async function wholeRows(sql: Sql, found: readonly Row[]): Promise<EventRow[]> {
  if (found.length === 0) return []
  const rows = await sql<EventRow[]>`
    select e.* from unnest(
      ${found.map(row => row.aggregate_id)}::uuid[], ${found.map(row => row.event_version)}::int[]
    ) as k (aggregate_id, event_version)
    join log e on e.aggregate_id = k.aggregate_id and e.event_version = k.event_version`
  const keyOf = (row: Pick<EventRow, 'aggregate_id' | 'event_version'>) =>
    `${row.aggregate_id} ${row.event_version}`
  const byKey = new Map(rows.map(row => [keyOf(row), row]))
  return found.flatMap(row => byKey.get(keyOf(row)) ?? [])
}
