import type { Answer, CommandEnvelope } from '@/domain/ports'
import type { Sql } from './connection'
import { fingerprintOf } from './ids'
import { readStream } from './read-stream'
import { stateAt } from './state-at'

type CommandRow = {
  readonly command_id: string
  readonly aggregate_id: string
  readonly first_version: number | null
  readonly last_version: number | null
  readonly fingerprint: Buffer
  readonly refusal: Extract<Answer, { outcome: 'refused' }>['refusal'] | null
}

/** The answers of those commands that were answered before, by command id. */
export async function loadAnswers(
  sql: Sql,
  commands: readonly CommandEnvelope[],
): Promise<Map<string, Answer>> {
  const asked = new Map(commands.map(command => [command.commandId, command]))
  const rows = await sql<CommandRow[]>`
    select command_id, aggregate_id, first_version, last_version, fingerprint, refusal
    from commands where command_id = any(${[...asked.keys()]}::uuid[])`
  const answers = new Map<string, Answer>()
  for (const row of rows) {
    const command = asked.get(row.command_id)
    const same = command && fingerprintOf(command).equals(row.fingerprint)
    answers.set(row.command_id, same ? await firstAnswer(sql, row) : { outcome: 'reused' })
  }
  return answers
}

/** The answer that a command got, from its record and the log, which never changes. */
async function firstAnswer(sql: Sql, row: CommandRow): Promise<Answer> {
  const { aggregate_id: id, first_version: first, last_version: last, refusal } = row
  if (refusal) return { outcome: 'refused', refusal }
  if (first === null || last === null) throw new Error(`Command ${row.command_id} has no outcome`)
  const [events, { stream }] = await Promise.all([
    readStream(sql, id, first, last),
    stateAt(sql, id, { version: last }),
  ])
  const { state: account, openedAt } = stream
  if (account.status !== 'open' || !openedAt) throw new Error(`No account ${id} at ${last}`)
  return { outcome: 'accepted', version: last, account, openedAt, events }
}

/** The events that a command led to; none for one that is unknown or was refused. */
export async function findEventsOfCommand(sql: Sql, aggregateId: string, commandId: string) {
  const [row] = await sql<Pick<CommandRow, 'first_version' | 'last_version'>[]>`
    select first_version, last_version from commands
    where command_id = ${commandId} and aggregate_id = ${aggregateId}`
  if (!row?.first_version || !row.last_version) return []
  return readStream(sql, aggregateId, row.first_version, row.last_version)
}
