import { isDeepStrictEqual } from 'node:util'
import type { ReverseEntry, Transfer } from '@/domain/bank-account/commands'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import type { Sql } from '../../connection'
import { checkProjections } from '../../projections/check'
import { type FoldedEvent, foldLog } from '../../projections/fold'
import { SUBSCRIBERS } from '../../projections/subscribers'
import type { Books } from './books'
import { transferFaults } from './transfers'

type StoredEvent = {
  readonly id: string
  readonly version: number
  readonly event_id: string
  readonly type: string
  readonly command: string | null
  readonly wanted: string | null
}
type StoredCommand = {
  readonly command: string
  readonly id: string
  readonly first: number | null
  readonly last: number | null
  readonly refused: string | null
}

/** What a command may lead to on its home stream, and on the other one; each at most once. */
const TYPES: Readonly<Record<string, readonly [home: string, other?: string]>> = {
  CreateAccount: ['AccountCreated'],
  Deposit: ['MoneyDeposited'],
  Withdraw: ['MoneyWithdrawn'],
  Transfer: ['MoneyWithdrawn', 'MoneyDeposited'],
}
const MOVEMENTS = ['MoneyDeposited', 'MoneyWithdrawn']

/**
 * Compares what the callers know with the tables, for equality. Nobody may be writing.
 * @returns a sentence for each difference
 */
export async function compare(sql: Sql, books: Books): Promise<string[]> {
  const events = await sql<StoredEvent[]>`
    select aggregate_id as id, event_version as version, event_id, event_type as type,
      metadata ->> 'commandId' as command, metadata ->> 'correlationId' as wanted
    from events order by aggregate_id, event_version`
  const commands = await sql<StoredCommand[]>`
    select command_id as command, aggregate_id as id, first_version as first,
      last_version as last, refusal ->> 'type' as refused from commands`
  const parked = await sql`select * from parked_events`
  const differences = await checkProjections(sql)
  const folded: FoldedEvent[] = []
  await foldLog(
    sql,
    () => {},
    (_, event) => void folded.push(event),
  )
  return [
    ...books.takeFaults(),
    ...compareEvents(events, books),
    ...compareCommands(commands, events, books),
    ...compareAnswers(commands, events, books),
    ...transferFaults(folded),
    ...parked.map(row => `${row.subscription} parked ${row.position}: ${row.error}`),
    ...differences.map(({ where, key, sentence }) => `${where} ${key}: ${sentence}`),
  ]
}

/** stored ⊆ sent; each stream 1..n; each event, command and intention once. */
function compareEvents(events: readonly StoredEvent[], { sent }: Books): string[] {
  const faults: string[] = []
  const last = new Map<string, number>()
  for (const { id, version, command, type } of events) {
    const before = last.get(id) ?? 0
    if (version !== before + 1) faults.push(`${id} goes on from ${before} with ${version}`)
    last.set(id, version)
    const envelope = sent.get(command ?? '')
    if (!envelope) faults.push(`${id} ${version} is of ${command}, which nobody sent`)
    else if (!wantedOn(envelope, id).includes(type)) {
      faults.push(`${id} ${version} is not what ${command} asked for`)
    }
  }
  return [
    ...faults,
    ...doubles('event id', events, event => event.event_id),
    ...doubles('command', events, ({ command, id }) => command && `${command} on ${id}`),
    ...doubles('wish', events, ({ wanted, id }) => wanted && `${wanted} on ${id}`),
  ]
}

/** The types of event that a command may lead to on a stream. */
function wantedOn({ stream, command }: CommandEnvelope, id: string): readonly string[] {
  if (command.type === 'ReverseEntry') {
    const { other } = command as ReverseEntry
    return id === stream.id || id === other?.accountId ? MOVEMENTS : []
  }
  const [home, other] = TYPES[command.type] ?? []
  if (id === stream.id) return home ? [home] : []
  return other && (command as Transfer).toAccountId === id ? [other] : []
}

/** The stored commands are those of the stored events and the refusals, each once. */
function compareCommands(
  commands: readonly StoredCommand[],
  events: readonly StoredEvent[],
  { sent }: Books,
): string[] {
  const kept = commands
    .filter(({ refused }) => refused === null)
    .map(({ command, id, first, last }) => `${command} ${id} ${first}-${last}`)
  const stored = events.map(({ command, id, version }) => `${command} ${id} ${version}-${version}`)
  const same = isDeepStrictEqual(kept.toSorted(), stored.toSorted())
  return [
    ...(same ? [] : [`${kept.length} accepted commands are not the ${stored.length} events`]),
    ...commands
      .filter(({ command }) => !sent.has(command))
      .map(({ command }) => `${command} is kept, and nobody sent it`),
    ...doubles('kept command', commands, ({ command, id }) => `${command} on ${id}`),
  ]
}

/** acknowledged ⊆ stored, and each answer names exactly what is stored. */
function compareAnswers(
  commands: readonly StoredCommand[],
  events: readonly StoredEvent[],
  { heard }: Books,
): string[] {
  const byCommand = new Map<string | null, StoredEvent[]>()
  for (const event of events) {
    byCommand.set(event.command, [...(byCommand.get(event.command) ?? []), event])
  }
  const refusals = new Map(commands.map(({ command, refused }) => [command, refused]))
  const faults: string[] = []
  for (const [commandId, answer] of heard) {
    const stored = (byCommand.get(commandId) ?? []).map(event => ({
      accountId: event.id,
      version: event.version,
      eventIds: [event.event_id],
    }))
    const changes = answer.outcome === 'accepted' ? answer.changes : []
    const told = changes
      .map(({ balance: _, ...change }) => change)
      .toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1))
    const refused = answer.outcome === 'refused' ? answer.reason : null
    if (!isDeepStrictEqual(stored, told)) {
      faults.push(`${commandId} was answered ${show(told)}, stored is ${show(stored)}`)
    } else if (answer.outcome === 'reused' || refusals.get(commandId) !== refused) {
      faults.push(`${commandId} heard ${show(answer)}, kept is ${refusals.get(commandId)}`)
    }
  }
  return faults
}

function doubles<Row>(what: string, rows: readonly Row[], key: (row: Row) => string | null) {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(key(row) ?? '', (counts.get(key(row) ?? '') ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count !== 1)
    .map(([id, count]) => `${what} ${id} is stored ${count} times`)
}

/** Whether the feed has every event and every subscriber has handled all of it. */
export async function hasCaughtUp(sql: Sql): Promise<boolean> {
  const names = SUBSCRIBERS.map(({ name }) => name)
  const [row] = await sql<{ left: number; behind: number }[]>`
    select (select count(*) from outbox)::int as left, (
      select count(*) from unnest(${names}::text[]) as wanted (name)
      left join subscriptions using (name)
      where coalesce(position, 0) <> (select position from sequencer where name = 'feed')
    )::int as behind`
  return row?.left === 0 && row.behind === 0
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part))
}
