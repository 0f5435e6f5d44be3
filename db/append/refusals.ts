import type { AnyRefusal, Named } from '@/domain/event-sourcing/aggregate'
import type { Actor } from '@/domain/event-sourcing/ports'
import { printable } from '@/domain/printable'
import { FIRST_TYPE } from '../codecs/registry'
import type { Sql } from '../connection'
import { requireUuids } from '../ids'

/** A command that was refused: who asked for what and when, and why the bank said no. */
export type RefusedCommand = {
  readonly commandId: string
  readonly aggregateType: string
  readonly aggregateId: string
  /** When the bank said no. */
  readonly at: Date
  readonly actor: Actor
  /** As it was asked, but with long and unprintable texts shortened; see `keptCommand`. */
  readonly command: Named
  readonly refusal: AnyRefusal
}

/** What a page of refused commands asks for. */
export type RefusalPage = {
  /** The last one of the page before: the page goes on behind it. */
  readonly after?: Pick<RefusedCommand, 'at' | 'aggregateId' | 'commandId'>
  readonly order: 'asc' | 'desc'
  readonly limit: number
  /** Bounds of `at`, both included. */
  readonly from?: Date
  readonly to?: Date
}

type Row = {
  readonly command_id: string
  readonly aggregate_id: string
  readonly created_at: Date
  readonly refused: RefusedJson
  readonly refusal: AnyRefusal
}

/** What `commands.refused` holds. */
export type RefusedJson = {
  readonly actor: Actor
  readonly command: Named
  /** Of the command's stream; absent in rows from before there were several types. */
  readonly aggregateType?: string
}

/**
 * One page of the refused commands of an account, or of the whole bank (`aggregateId` null), in
 * the order in which they were refused. Keyset pages: stable while more are refused.
 */
export async function readRefusals(
  sql: Sql,
  aggregateId: string | null,
  { after, order, limit, from, to }: RefusalPage,
): Promise<RefusedCommand[]> {
  if (aggregateId !== null) requireUuids('stream id', [aggregateId])
  const [direction, beyond] = order === 'asc' ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`]
  // Inside one account its id is no part of the place: the index has it before the time.
  const key =
    aggregateId === null ? sql`created_at, aggregate_id, command_id` : sql`created_at, command_id`
  const rows = await sql<Row[]>`
    select command_id, aggregate_id, created_at, refused, refusal from commands
    where refusal is not null
      ${aggregateId === null ? sql`` : sql`and aggregate_id = ${aggregateId}`}
      ${from === undefined ? sql`` : sql`and created_at >= ${from}`}
      ${to === undefined ? sql`` : sql`and created_at <= ${to}`}
      ${after === undefined ? sql`` : sql`and (${key}) ${beyond} (${placeOf(sql, aggregateId, after)})`}
    order by created_at ${direction}, aggregate_id ${direction}, command_id ${direction}
    limit ${limit}`
  return rows.map(refusedCommand)
}

type Place = NonNullable<RefusalPage['after']>

function placeOf(sql: Sql, ofAccount: string | null, { at, aggregateId, commandId }: Place) {
  if (ofAccount !== null) return sql`${at}, ${commandId}::uuid`
  return sql`${at}, ${aggregateId}::uuid, ${commandId}::uuid`
}

/** No text of a refused command is kept longer than this, in UTF-16 code units. */
const TEXT_KEPT_MAX = 500

/**
 * A refused command as it is kept: what was asked may be anything, a text of megabytes or one that
 * PostgreSQL can't hold, and that may be why it was refused.
 */
export function keptCommand(command: Named): Named {
  const texts = Object.entries(command).map(([name, value]) => [
    name,
    typeof value === 'string' ? printable(value, TEXT_KEPT_MAX) : value,
  ])
  return { ...Object.fromEntries(texts), type: command.type }
}

function refusedCommand(row: Row): RefusedCommand {
  const { refused, refusal } = row
  return {
    commandId: row.command_id,
    aggregateType: refused.aggregateType ?? FIRST_TYPE,
    aggregateId: row.aggregate_id,
    at: row.created_at,
    actor: refused.actor,
    command: refused.command,
    refusal,
  }
}
