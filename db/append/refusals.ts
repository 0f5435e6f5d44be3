import { and, eq, gte, isNotNull, lte } from 'drizzle-orm'
import type { AnyRefusal, Named } from '@/domain/event-sourcing/aggregate'
import type { Actor } from '@/domain/event-sourcing/ports'
import { printable } from '@/domain/printable'
import { FIRST_TYPE } from '../codecs/registry'
import type { Sql } from '../connection'
import { requireUuids } from '../ids'
import { drizzleOn, inOrder, isAfter } from '../query'
import { commands } from '../schema'

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

type Row = typeof commands.$inferSelect

/** What `commands.refused` holds. */
export type RefusedJson = NonNullable<Row['refused']>

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
        // Inside one account its id is no part of the place: the index has it before the time.
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

function refusedCommand({ refused, refusal, createdAt: at, ...row }: Row): RefusedCommand {
  const { commandId, aggregateId } = row
  if (!refused || !refusal || !at) throw new Error(`Of command ${commandId} too little is kept`)
  const { aggregateType = FIRST_TYPE, actor, command } = refused
  return { commandId, aggregateType, aggregateId, at, actor, command, refusal }
}
