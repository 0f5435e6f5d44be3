import { isDeepStrictEqual } from 'node:util'
import { eventKinds } from '../codecs/registry'
import type { Transaction } from '../connection'
import { type Report, shown } from './differences'

/**
 * Checks that feed and outbox together are the log: no gap in the positions, each stream in order,
 * each event once in one of them; also the ids and types of all events.
 */
export async function checkFeed(tx: Transaction, report: Report): Promise<void> {
  await checkPositions(tx, report)
  await checkKeys(tx, report)
  await checkIds(tx, report)
  await checkTypes(tx, report)
}

// Plain SQL below: windows, full joins and cursors, which Drizzle does not have.

async function checkPositions(tx: Transaction, report: Report): Promise<void> {
  const [row] = await tx`
    select
      (select position from sequencer)::int8 as head,
      (select coalesce(max(position), 0) from feed)::int8 as last,
      (select count(*) from feed)::int8 as places,
      (select count(*) from (
        select event_version - coalesce(
          lag(event_version) over (partition by aggregate_id order by position), 0) as step
        from feed) as steps where step <> 1)::int8 as disorder`
  const found = { head: row?.head, places: row?.places, disorder: row?.disorder }
  if (isDeepStrictEqual(found, { head: row?.last, places: row?.last, disorder: '0' })) return
  report(
    'feed',
    'whole',
    `Its last position is ${row?.last}, with ${row?.places} events up to it and ${row?.head} as the ` +
      `last that was given; ${row?.disorder} events don’t follow the one before them in their stream.`,
  )
}

async function checkKeys(tx: Transaction, report: Report): Promise<void> {
  const rows = tx<
    { id: string; version: number; places: number; waiting: number; known: boolean }[]
  >`
    with keys as (
      select aggregate_id, event_version, sum(place)::int as places, sum(1 - place)::int as waiting
      from (
        select aggregate_id, event_version, 1 as place from feed
        union all select aggregate_id, event_version, 0 from outbox) as both_tables
      group by 1, 2
    ), logged as (select distinct aggregate_id, event_version from log)
    select aggregate_id as id, event_version as version, coalesce(places, 0) as places,
      coalesce(waiting, 0) as waiting, logged.aggregate_id is not null as known
    from keys full join logged using (aggregate_id, event_version)
    where logged.aggregate_id is null or coalesce(places + waiting, 0) <> 1`
  for await (const page of rows.cursor(500)) {
    for (const { id, version, places, waiting, known } of page) {
      const where = places > 0 || waiting === 0 ? 'feed' : 'outbox'
      const sentence = !known
        ? 'It is the place of an event that the log does not have.'
        : places + waiting === 0
          ? 'The event is neither in the feed nor waiting for its place: no subscriber receives it.'
          : `The event has ${places} places in the feed and waits ${waiting} times for one.`
      report(where, [id, version], sentence)
    }
  }
}

async function checkIds(tx: Transaction, report: Report): Promise<void> {
  const rows = tx<{ id: string; event: string; versions: number[] }[]>`
    select aggregate_id as id, event_id as event,
      (array_agg(event_version order by event_version))[1:10] as versions
    from log group by 1, 2 having count(distinct event_version) > 1`
  for await (const page of rows.cursor(500)) {
    for (const { id, event, versions } of page) {
      report(
        'events',
        [id, versions[0] ?? 0],
        `Its id ${event} is that of versions ${versions.join(', ')}.`,
      )
    }
  }
}

/** Every event type belongs to one aggregate type, and all events of a stream to the stream's. */
async function checkTypes(tx: Transaction, report: Report): Promise<void> {
  const kinds = [...eventKinds()].map(([type, { aggregate }]) => [type, aggregate.type] as const)
  const rows = tx<{ id: string; type: string; event: string; version: number }[]>`
    select aggregate_id as id, aggregate_type as type, event_type as event,
      min(event_version) as version
    from log where not exists (
      select from unnest(
        ${kinds.map(([event]) => event)}::text[], ${kinds.map(([, type]) => type)}::text[]
      ) as k (event, type) where k.event = event_type and k.type = aggregate_type)
    group by 1, 2, 3`
  const known = new Map(kinds)
  for await (const page of rows.cursor(500)) {
    for (const { id, type, event, version } of page) {
      const expected = known.get(event)
      // An unknown event type is reported where it is read.
      if (expected === undefined) continue
      const sentence = `Its aggregate_type is ${shown(type)}; that of ${event} is ${shown(expected)}.`
      report('events', [id, version], sentence)
    }
  }
}
