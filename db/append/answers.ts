import { and, eq } from 'drizzle-orm'
import type { Answer, CommandEnvelope, StreamChange } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { hasFingerprint, requireUuids } from '../ids'
import { anyOf, drizzleOn } from '../query'
import { commands } from '../schema'
import { readStream } from '../streams/read-stream'
import { stateAt } from '../streams/state-at'

type CommandRow = typeof commands.$inferSelect

/**
 * The stored answers of commands that were answered before. Two commands with the same id are told
 * apart by their fingerprint: only the one that was carried out gets the stored answer.
 */
export async function loadAnswers(
  sql: Sql,
  envelopes: readonly CommandEnvelope[],
): Promise<Map<CommandEnvelope, Answer>> {
  const ids = [...new Set(envelopes.map(({ commandId }) => commandId))]
  const rows = await drizzleOn(sql).select().from(commands).where(anyOf(commands.commandId, ids))
  const records = new Map<string, CommandRow[]>()
  for (const row of rows) records.set(row.commandId, [...(records.get(row.commandId) ?? []), row])
  const firstAnswers = new Map<CommandRow, Promise<Answer>>()
  const answers = envelopes.flatMap(command => {
    const known = records.get(command.commandId)
    if (!known) return []
    const own = known.filter(row => hasFingerprint(command, row.fingerprint))
    const [first] = own
    const answer = first
      ? (firstAnswers.get(first) ?? firstAnswer(sql, command.stream.id, own))
      : REUSED
    if (first) firstAnswers.set(first, answer)
    return [answer.then(then => [command, then] as const)]
  })
  return new Map(await Promise.all(answers))
}

const REUSED = Promise.resolve<Answer>({ outcome: 'reused' })

/** The first answer to a command, from its records and the immutable log. */
async function firstAnswer(sql: Sql, homeId: string, rows: readonly CommandRow[]): Promise<Answer> {
  const [row, ...others] = rows.toSorted(
    (a, b) => Number(b.aggregateId === homeId) - Number(a.aggregateId === homeId),
  )
  if (!row) throw new Error('The command has no record')
  if (row.refusal) return { outcome: 'refused', refusal: row.refusal }
  const [home, ...rest] = await Promise.all([
    readChange(sql, row),
    ...others.map(other => readChange(sql, other)),
  ])
  return { outcome: 'accepted', changes: [home, ...rest] }
}

async function readChange(sql: Sql, row: CommandRow): Promise<StreamChange> {
  const { aggregateId: id, firstVersion: first, lastVersion: last } = row
  if (first === null || last === null) throw new Error(`Command ${row.commandId} has no outcome`)
  const [events, { stream }] = await Promise.all([
    readStream(sql, id, first, last),
    stateAt(sql, id, { version: last }),
  ])
  return { stream, events }
}

/** The events that a command led to; empty for an unknown or refused command. */
export async function findEventsOfCommand(sql: Sql, aggregateId: string, commandId: string) {
  requireUuids('stream id', [aggregateId])
  requireUuids('command id', [commandId])
  const [row] = await drizzleOn(sql)
    .select()
    .from(commands)
    .where(and(eq(commands.commandId, commandId), eq(commands.aggregateId, aggregateId)))
  if (!row?.firstVersion || !row.lastVersion) return []
  return readStream(sql, aggregateId, row.firstVersion, row.lastVersion)
}
