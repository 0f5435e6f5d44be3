import type { Unit } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { isOutage, isRace } from '../trouble/failures'
import { rowsOf } from './append-rows'

/**
 * Saves every unit whose streams are still as it was decided on, each unit whole or not at all, in one
 * call of `append_v1`: events, answers, snapshots, account rows and outbox keys. The function is in
 * `migrations/0012_append.sql`, and is the only way into the log. A stream that a unit checks beside
 * events is held at its version until the commit.
 * @returns the units that are saved
 * @throws InvalidEvent, before anything is sent, for an event that its schema does not allow
 * @throws what the database is in trouble with; after an outage it may be saved all the same
 */
export async function save(sql: Sql, units: readonly Unit[]): Promise<ReadonlySet<Unit>> {
  if (units.length === 0) return new Set()
  const { events, checked, commands, accounts, snapshots } = rowsOf(units)
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
        ${accounts.versions}::int[], ${accounts.added}::text::jsonb,
        ${snapshots}::text::jsonb) as lost`
    const lost = new Set(row?.lost)
    return new Set(units.filter((_, unit) => !lost.has(unit)))
  } catch (error) {
    if (isRace(error)) return new Set()
    throw error
  }
}

/**
 * Saves one unit.
 * @returns `unknown` when the connection was lost before the outcome was heard
 * @throws InvalidEvent, before anything is sent, for an event that its schema does not allow
 */
export async function append(sql: Sql, unit: Unit): Promise<'saved' | 'conflict' | 'unknown'> {
  try {
    const saved = await save(sql, [unit])
    return saved.has(unit) ? 'saved' : 'conflict'
  } catch (error) {
    if (isOutage(error)) return 'unknown'
    throw error
  }
}
