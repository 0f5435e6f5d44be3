import { IMPORTER_ID } from '@/domain/bank-account/ledger'
import type { Stream } from '@/domain/event-sourcing/ports'
import { arrayOf } from '../append/array-literals'
import type { Sql } from '../connection'
import { changeSql } from '../timeline/event-amounts'

/** Postings to accounts other than by imports. */
export type Postings = {
  /**
   * Their sum in each of these streams, in minor units; null if one has new events since it was
   * loaded.
   */
  sumIn(streams: readonly Stream[]): Promise<ReadonlyMap<string, bigint> | null>
}

/**
 * Opens a reader that remembers how far it has read each account, so an account of many pages is
 * read once. Few accounts are read.
 */
export function openPostings(sql: Sql): Postings {
  const sums = new Map<string, { version: number; sum: bigint }>()
  return {
    async sumIn(streams) {
      const asked = streams.map(({ aggregateId: id }) => ({
        id,
        ...(sums.get(id) ?? { version: 0, sum: 0n }),
      }))
      const found = await sql<{ id: string; version: number; sum: string }[]>`
        select r.id, max(e.event_version) as version,
          coalesce(sum(${sql.unsafe(changeSql())})
            filter (where metadata -> 'actor' ->> 'id' is distinct from ${IMPORTER_ID}), 0) as sum
        from unnest(
          ${arrayOf(asked.map(({ id }) => id))}::uuid[],
          ${arrayOf(asked.map(({ version }) => version))}::int[]
        ) as r (id, after)
        join log e on e.aggregate_id = r.id and e.event_version > r.after
        group by r.id`
      const since = new Map(found.map(({ id, ...added }) => [id, added]))
      for (const { id, version, sum } of asked) {
        const added = since.get(id)
        sums.set(id, {
          version: added?.version ?? version,
          sum: sum + BigInt(added?.sum ?? 0),
        })
      }
      const areCurrent = streams.every(
        ({ aggregateId, version }) => sums.get(aggregateId)?.version === version,
      )
      if (!areCurrent) return null
      return new Map(streams.map(({ aggregateId: id }) => [id, sums.get(id)?.sum ?? 0n]))
    },
  }
}
