import { and, eq, gte, isNotNull, lte } from 'drizzle-orm'
import type { AnyRefusal, Named } from '@/domain/event-sourcing/aggregate'
import type { Actor } from '@/domain/event-sourcing/ports'
import { printable } from '@/domain/text/printable'
import { FIRST_TYPE } from '../codecs/registry'
import type { Sql } from '../connection'
import { requireUuids } from '../ids'
import { drizzleOn, inOrder, isAfter } from '../query'
import { commands } from '../schema'

/** A refused command: who asked for what and when, and why the bank refused. */
export type RefusedCommand = {
  readonly commandId: string
  readonly aggregateType: string
  readonly aggregateId: string
  readonly at: Date
  readonly actor: Actor
  /** As it was sent, with long and unprintable texts shortened; see `keptCommand`. */
  readonly command: Named
  readonly refusal: AnyRefusal
}

export type RefusalPage = {
  /** The last refusal of the page before, exclusive. */
  readonly after?: Pick<RefusedCommand, 'at' | 'aggregateId' | 'commandId'>
  readonly order: 'asc' | 'desc'
  readonly limit: number
  /** Bounds of `at`, both inclusive. */
  readonly from?: Date
  readonly to?: Date
}

type Row = typeof commands.$inferSelect

/** The JSON in `commands.refused`. */
export type RefusedJson = NonNullable<Row['refused']>

/**
 * One page of the refused commands of an account, or of the whole bank (`aggregateId` null), in the
 * order of refusal. Keyset pagination: stable while more commands are refused.
 */
export async function readRefusals(
  sql: Sql,
  aggregateId: string | null,
  { after, order, limit, from, to }: RefusalPage,
): Promise<RefusedCommand[]> {
  if (aggregateId !== null) requireUuids('stream id', [aggregateId])
  const { createdAt, commandId } = commands
  const direction = inOrder[order]
  const ofBank = aggregateId === null
  const rows = await drizzleOn(sql)
    .select()
    .from(commands)
    .where(
      and(
        isNotNull(commands.refusal),
        ofBank ? undefined : eq(commands.aggregateId, aggregateId),
        from && gte(createdAt, from),
        to && lte(createdAt, to),
        // Within one account its id is not part of the cursor: the index has it before the time.
        after &&
          isAfter(order, [
            [createdAt, after.at],
            ...(ofBank ? ([[commands.aggregateId, after.aggregateId]] as const) : []),
            [commandId, after.commandId],
          ]),
      ),
    )
    .orderBy(direction(createdAt), direction(commands.aggregateId), direction(commandId))
    .limit(limit)
  return rows.map(refusedCommand)
}

/** One refused command on a stream; null for an unknown or accepted one. */
export async function findRefusal(
  sql: Sql,
  aggregateId: string,
  commandId: string,
): Promise<RefusedCommand | null> {
  requireUuids('command and stream id', [commandId, aggregateId])
  const [row] = await drizzleOn(sql)
    .select()
    .from(commands)
    .where(
      and(
        eq(commands.commandId, commandId),
        eq(commands.aggregateId, aggregateId),
        isNotNull(commands.refusal),
      ),
    )
  return row ? refusedCommand(row) : null
}

/** The maximum length of a stored text, in UTF-16 code units. */
const TEXT_KEPT_MAX = 500

/**
 * A refused command as it is stored. Its texts may be anything, such as megabytes or characters
 * that PostgreSQL can't hold, and that may be why it was refused.
 */
export function keptCommand(command: Named): Named {
  const texts = Object.entries(command).map(([name, value]) => [
    name,
    typeof value === 'string' ? printable(value, TEXT_KEPT_MAX) : value,
  ])
  return { ...Object.fromEntries(texts), type: command.type }
}

function refusedCommand({ refused, refusal, createdAt: at, ...row }: Row): RefusedCommand {
  const { commandId, aggregateId } = row
  if (!refused || !refusal || !at)
    throw new Error(`The record of command ${commandId} is incomplete`)
  const { aggregateType = FIRST_TYPE, actor, command } = refused
  return { commandId, aggregateType, aggregateId, at, actor, command, refusal }
}
