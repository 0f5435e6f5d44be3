import type { Unit } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { isOutage, isRace } from '../trouble/failures'
import { rowsOf } from './append-rows'

/**
 * Saves every unit whose streams are still at their expected versions, each unit whole or not at
 * all, in one call of `append_v1` (`migrations/0016_append-asks-less.sql`): events, answers, snapshots,
 * account rows and outbox keys. A stream that a unit with events only checks is held at its version
 * until the commit.
 * @param onCommitted called with the seconds that the call took, when it succeeds
 * @returns the units that are saved
 * @throws InvalidEvent, before anything is sent, for an event that its schema rejects
 * @throws the database's error; after an outage the units may be saved all the same
 */
export async function saveUnits(
  sql: Sql,
  units: readonly Unit[],
  onCommitted?: (seconds: number) => void,
): Promise<ReadonlySet<Unit>> {
  if (units.length === 0) return new Set()
  const { events, checked, commands, accounts, snapshots } = rowsOf(units)
  const begunMs = performance.now()
  try {
    const [row] = await sql<{ lost: number[] | null }[]>`
      select public.append_v1(
        ${events.units}::int[], ${events.streams}::uuid[], ${events.versions}::int[],
        ${events.ids}::uuid[], ${events.occurred}::timestamptz[], ${events.created}::timestamptz[],
        ${events.frontiers}::timestamptz[], ${events.schemas}::smallint[],
        ${events.aggregates}::text[], ${events.types}::text[],
        ${events.contents}::text::jsonb, ${events.metadata}::text::jsonb,
        ${checked.units}::int[], ${checked.streams}::uuid[], ${checked.versions}::int[],
        ${commands.ids}::uuid[], ${commands.streams}::uuid[], ${commands.firsts}::int[],
        ${commands.lasts}::int[], ${commands.fingerprints}::text[],
        ${commands.refusals}::text::jsonb,
        ${accounts.streams}::uuid[], ${accounts.balances}::bigint[], ${accounts.statuses}::text[],
        ${accounts.versions}::int[], ${accounts.whole}::text::jsonb,
        ${snapshots}::text::jsonb) as lost`
    onCommitted?.((performance.now() - begunMs) / 1000)
    const lost = new Set(row?.lost)
    return new Set(units.filter((_, unit) => !lost.has(unit)))
  } catch (error) {
    if (isRace(error)) return new Set()
    throw error
  }
}

/**
 * Saves one unit.
 * @returns `unknown` when the connection was lost before the outcome arrived
 * @throws InvalidEvent, before anything is sent, for an event that its schema rejects
 */
export async function saveUnit(sql: Sql, unit: Unit): Promise<'saved' | 'conflict' | 'unknown'> {
  try {
    const saved = await saveUnits(sql, [unit])
    return saved.has(unit) ? 'saved' : 'conflict'
  } catch (error) {
    if (isOutage(error)) return 'unknown'
    throw error
  }
}
