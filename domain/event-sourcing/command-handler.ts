import { decide, type Past } from '@/domain/bank-account/bank-account'
import type {
  Answer,
  Append,
  AttemptOf,
  CommandEnvelope,
  CommandRecord,
  Loaded,
  Ports,
  Postponed,
  RecordedEvent,
  Stream,
} from './ports'
import { advance, emptyStream, recordNext, SNAPSHOT_INTERVAL } from './stream'

/** How often commands are tried by `handleUntilAnswered`. */
const ATTEMPTS_MAX = 12

/**
 * The whole write side, in six steps, for a batch of commands in arrival order. Each command has
 * its own answer, in the same place; nothing is answered before it is saved.
 * @returns for those that must be asked again, why; see `Postponed`
 * @throws whatever the ports throw when the database is out of reach
 */
export async function handleCommands(
  commands: readonly CommandEnvelope[], // 1. receive the commands
  ports: Ports,
  attemptOf: AttemptOf = () => 1,
): Promise<readonly (Answer | Postponed)[]> {
  const loaded = await ports.load(commands, attemptOf) // 2. load the aggregates
  const batch = decideBatch(commands, loaded, ports) // 3. execute, 4. generate the events
  const saved = await ports.save(batch.append) // 5. save the events
  if (saved.size > 0) ports.publish() // 6. publish the events
  return commands.map(command => {
    const [before, decided] = [loaded.answers.get(command), batch.answers.get(command)]
    if (before || !decided) return before ?? 'turn'
    return saved.has(command.accountId) ? decided : 'conflict'
  })
}

/** Handles commands, without an executor, until each has its answer. */
export async function handleUntilAnswered(
  commands: readonly CommandEnvelope[],
  ports: Ports,
): Promise<readonly Answer[]> {
  const answers = new Map<CommandEnvelope, Answer>()
  let open = commands
  for (let attempt = 1; open.length > 0 && attempt <= ATTEMPTS_MAX; ) {
    if (attempt > 2) await ports.pause(attempt)
    const current = attempt
    const heard = await handleCommands(open, ports, () => current)
    const before = open
    open = before.filter((_, n) => typeof heard[n] === 'string')
    for (const [n, command] of before.entries()) {
      const answer = heard[n]
      if (typeof answer === 'object') answers.set(command, answer)
    }
    // What only waited for others of its account goes on at once: each such round has answered some.
    if (open.length === before.length || heard.includes('conflict')) attempt++
  }
  return commands.map(command => answers.get(command) ?? BUSY)
}

const BUSY: Answer = { outcome: 'unavailable', reason: 'busy' }

type Draft = {
  readonly expectedVersion: number
  readonly events: RecordedEvent[]
  readonly snapshots: Stream[]
  stream: Stream
}
type Batch = { readonly answers: ReadonlyMap<CommandEnvelope, Answer>; readonly append: Append }

/** Decides in arrival order, each command seeing the events of those before it. */
function decideBatch(
  commands: readonly CommandEnvelope[],
  loaded: Loaded,
  ports: Pick<Ports, 'now' | 'newEventId'>,
): Batch {
  const now = ports.now()
  const written = new Map<string, Draft>()
  const records = new Map<string, CommandRecord>()
  const unchanged = new Map<string, number>()
  const answers = new Map<CommandEnvelope, Answer>()
  const waiting = new Set<string>()
  for (const envelope of commands) {
    if (loaded.answers.has(envelope)) continue
    if (mustWait(envelope)) waiting.add(envelope.accountId)
    else answers.set(envelope, answerTo(envelope))
  }
  for (const aggregateId of written.keys()) unchanged.delete(aggregateId)
  return {
    answers,
    append: {
      streams: [...written.values()],
      records: [...records.values()],
      unchanged: Array.from(unchanged, ([aggregateId, version]) => ({ aggregateId, version })),
    },
  }

  /**
   * A late posting is decided on the balances that were loaded: after events that this batch has
   * written, they are others. It is for the next round, and so is what was asked after it there.
   */
  function mustWait(envelope: CommandEnvelope): boolean {
    const { accountId, command } = envelope
    if (waiting.has(accountId)) return true
    if (occurredAtOf(command) === null) return false
    const isOpen = loaded.streams.get(accountId)?.state.status === 'open'
    return written.has(accountId) || (isOpen && !loaded.balancesSince.has(envelope))
  }

  /** What a late posting is decided on; null for any other command. */
  function pastOf(envelope: CommandEnvelope, { openedAt }: Stream): Past | null {
    const range = loaded.balancesSince.get(envelope)
    return range && openedAt ? { now, openedAt, ...range } : null
  }

  function answerTo(envelope: CommandEnvelope): Answer {
    const { commandId, accountId } = envelope
    const twin = records.get(commandId)
    if (twin) return sameBody(twin.envelope, envelope) ? twin.answer : { outcome: 'reused' }
    const stream =
      written.get(accountId)?.stream ?? loaded.streams.get(accountId) ?? emptyStream(accountId)
    const decision = decide(accountId, envelope.command, stream.state, pastOf(envelope, stream))
    if (decision.outcome === 'refused') unchanged.set(accountId, stream.version)
    const answer =
      decision.outcome === 'refused' ? decision : write(decision.events, stream, envelope)
    records.set(commandId, { envelope, recordedAt: now, answer })
    return answer
  }

  function write(
    events: readonly RecordedEvent['event'][],
    before: Stream,
    { commandId, correlationId, actor, command }: CommandEnvelope,
  ): CommandRecord['answer'] {
    const draft = draftOf(before)
    const from = draft.events.length
    for (const event of events) {
      const eventId = ports.newEventId()
      const occurredAt = occurredAtOf(command)
      const envelope = { eventId, actor, commandId, correlationId, now }
      const circumstances = occurredAt ? { ...envelope, occurredAt } : envelope
      const recorded = recordNext(draft.stream, event, circumstances)
      draft.stream = advance(draft.stream, recorded)
      draft.events.push(recorded)
      if (recorded.version % SNAPSHOT_INTERVAL === 0) draft.snapshots.push(draft.stream)
    }
    const { stream } = draft
    if (stream.state.status !== 'open' || stream.openedAt === null) {
      throw new Error('A command was accepted on an account that is not open')
    }
    const { version, state: account, openedAt } = stream
    return { outcome: 'accepted', version, account, openedAt, events: draft.events.slice(from) }
  }

  function draftOf(before: Stream): Draft {
    const draft = written.get(before.aggregateId)
    if (draft) return draft
    const fresh = { expectedVersion: before.version, events: [], snapshots: [], stream: before }
    written.set(before.aggregateId, fresh)
    return fresh
  }
}

/** When a late posting is said to have happened; null for what happens now, or at no moment. */
export function occurredAtOf(command: CommandEnvelope['command']): Date | null {
  if (command.type === 'CreateAccount' || command.occurredAt === undefined) return null
  const moment = new Date(command.occurredAt)
  return Number.isNaN(moment.getTime()) ? null : moment
}

/** Whether two envelopes ask for the same thing, whoever asks. */
function sameBody(a: CommandEnvelope, b: CommandEnvelope): boolean {
  return bodyOf(a) === bodyOf(b)
}

/** What a command asks for, as one text: two commands of one id must have one body. */
export function bodyOf({ accountId, command }: CommandEnvelope): string {
  const fields = Object.entries(command).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([accountId, ...fields])
}
