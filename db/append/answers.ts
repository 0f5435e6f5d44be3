import type { Answer, CommandEnvelope, StreamChange } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { hasFingerprint, requireUuids } from '../ids'
import { readStream } from '../streams/read-stream'
import { stateAt } from '../streams/state-at'

type CommandRow = {
  readonly command_id: string
  readonly aggregate_id: string
  readonly first_version: number | null
  readonly last_version: number | null
  readonly fingerprint: Buffer
  readonly refusal: Extract<Answer, { outcome: 'refused' }>['refusal'] | null
}

/**
 * The answers of those commands that were answered before. Two commands of one id are told apart by
 * what they ask for: only the one that was carried out hears its answer again.
 */
export async function loadAnswers(
  sql: Sql,
  commands: readonly CommandEnvelope[],
): Promise<Map<CommandEnvelope, Answer>> {
  const ids = [...new Set(commands.map(({ commandId }) => commandId))]
  const rows = await sql<CommandRow[]>`
    select command_id, aggregate_id, first_version, last_version, fingerprint, refusal
    from commands where command_id = any(${ids}::uuid[])`
  const records = new Map<string, CommandRow[]>()
  for (const row of rows) records.set(row.command_id, [...(records.get(row.command_id) ?? []), row])
  const firstAnswers = new Map<CommandRow, Promise<Answer>>()
  const answers = commands.flatMap(command => {
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

/** The answer that a command got, from its records and the log, which never changes. */
async function firstAnswer(sql: Sql, homeId: string, rows: readonly CommandRow[]): Promise<Answer> {
  const [row, ...others] = rows.toSorted(
    (a, b) => Number(b.aggregate_id === homeId) - Number(a.aggregate_id === homeId),
  )
  if (!row) throw new Error('A command has no record')
  if (row.refusal) return { outcome: 'refused', refusal: row.refusal }
  const [home, ...rest] = await Promise.all([
    readChange(sql, row),
    ...others.map(other => readChange(sql, other)),
  ])
  return { outcome: 'accepted', changes: [home, ...rest] }
}

async function readChange(sql: Sql, row: CommandRow): Promise<StreamChange> {
  const { aggregate_id: id, first_version: first, last_version: last } = row
  if (first === null || last === null) throw new Error(`Command ${row.command_id} has no outcome`)
  const [events, { stream }] = await Promise.all([
    readStream(sql, id, first, last),
    stateAt(sql, id, { version: last }),
  ])
  return { stream, events }
}

/** The events that a command led to; none for one that is unknown or was refused. */
export async function findEventsOfCommand(sql: Sql, aggregateId: string, commandId: string) {
  requireUuids('stream id', [aggregateId])
  requireUuids('command id', [commandId])
  const [row] = await sql<Pick<CommandRow, 'first_version' | 'last_version'>[]>`
    select first_version, last_version from commands
    where command_id = ${commandId} and aggregate_id = ${aggregateId}`
  if (!row?.first_version || !row.last_version) return []
  return readStream(sql, aggregateId, row.first_version, row.last_version)
}
