import { decide } from './bank-account'
import type {
  Answer,
  Append,
  CommandEnvelope,
  CommandRecord,
  Ports,
  RecordedEvent,
  Stream,
} from './ports'
import { advance, emptyStream, recordNext, SNAPSHOT_INTERVAL } from './stream'

/** How often a batch is decided anew because another process was first. */
const ATTEMPTS_MAX = 12

/**
 * The whole write side, in six steps, for a batch of commands in arrival order. Each command has
 * its own answer, in the same place; nothing is answered before it is saved.
 * @throws whatever the ports throw when the database is out of reach
 */
export async function handleCommands(
  commands: readonly CommandEnvelope[], // 1. receive the commands
  ports: Ports,
): Promise<readonly Answer[]> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const loaded = await ports.load(commands) // 2. load the aggregates
    const batch = decideBatch(commands, loaded, ports) // 3. execute, 4. generate the events
    const outcome = await ports.save(batch.append) // 5. save the events
    if (outcome === 'saved') {
      ports.publish(batch.append) // 6. publish the events
      return batch.answers
    }
    await ports.pause(attempt)
  }
  return commands.map(() => ({ outcome: 'unavailable', reason: 'busy' }))
}

type Loaded = Awaited<ReturnType<Ports['load']>>
type Draft = {
  readonly expectedVersion: number
  readonly events: RecordedEvent[]
  readonly snapshots: Stream[]
  stream: Stream
}
type Batch = { readonly answers: readonly Answer[]; readonly append: Append }

/** Decides in arrival order, each command seeing the events of those before it. */
function decideBatch(
  commands: readonly CommandEnvelope[],
  loaded: Loaded,
  ports: Pick<Ports, 'now' | 'newEventId'>,
): Batch {
  const now = ports.now()
  const written = new Map<string, Draft>()
  const records = new Map<string, CommandRecord>()

  const answers = commands.map((envelope): Answer => {
    const { commandId, accountId } = envelope
    const known = loaded.answers.get(envelope)
    if (known) return known
    const twin = records.get(commandId)
    if (twin) return sameBody(twin.envelope, envelope) ? twin.answer : { outcome: 'reused' }
    const stream =
      written.get(accountId)?.stream ?? loaded.streams.get(accountId) ?? emptyStream(accountId)
    const decision = decide(accountId, envelope.command, stream.state)
    const answer =
      decision.outcome === 'refused' ? decision : write(decision.events, stream, envelope)
    records.set(commandId, { envelope, recordedAt: now, answer })
    return answer
  })
  return { answers, append: { streams: [...written.values()], records: [...records.values()] } }

  function write(
    events: readonly RecordedEvent['event'][],
    before: Stream,
    { commandId, correlationId, actor }: CommandEnvelope,
  ): CommandRecord['answer'] {
    const draft = draftOf(before)
    const from = draft.events.length
    for (const event of events) {
      const eventId = ports.newEventId()
      const recorded = recordNext(draft.stream, event, {
        eventId,
        actor,
        commandId,
        correlationId,
        now,
      })
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

/** Whether two envelopes ask for the same thing, whoever asks. */
function sameBody(a: CommandEnvelope, b: CommandEnvelope): boolean {
  return bodyOf(a) === bodyOf(b)
}

/** What a command asks for, as one text: two commands of one id must have one body. */
export function bodyOf({ accountId, command }: CommandEnvelope): string {
  const fields = Object.entries(command).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([accountId, ...fields])
}
