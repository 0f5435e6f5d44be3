import type { Actor, Answer, CommandEnvelope, RecordedEvent } from '@/domain/event-sourcing/ports'
import type { PersonCommand } from '@/domain/person/commands'
import { person, personStream } from '@/domain/person/person'
import { enrolmentCommandId, personStreamId } from '../ids'
import { withPassword } from '../people/passwords'
import { findRecords, type PersonRecord, unrecorded } from '../people/records'
import type { Db } from '../query'

/** Where people are changed: by the web process through its queue, by a tool alone. */
export type Desk = {
  readonly db: Db
  execute(envelope: CommandEnvelope): Promise<Answer>
  /** Writes what changed where requests read it; see db/projections/people.ts. */
  followPeople(streamIds: readonly string[]): Promise<void>
}

/** Who changes a person, by which command. */
export type Asker = { readonly actor: Actor; readonly commandId: string }

/** What was recorded on a person's stream, or why nothing was. */
export type Changed =
  | { readonly outcome: 'done'; readonly events: readonly RecordedEvent[] }
  | {
      readonly outcome: 'refused'
      /** The kind of refusal, the input at fault, and the reason as a sentence. */
      readonly kind: string
      readonly field: string | null
      readonly sentence: string
    }
  | { readonly outcome: 'reused' }
  | Extract<Answer, { outcome: 'unavailable' }>

/** The bank itself, as the actor of what nobody has asked for. */
const BANK: Actor = { id: 'bank', name: 'Bank', role: 'system' }

/** Carries out a command on a person; what it changed counts when this returns. */
export async function changePerson(
  desk: Desk,
  personId: string,
  command: PersonCommand,
  asker: Asker,
): Promise<Changed> {
  const [record] = await findRecords(desk.db, { ids: [personId] })
  if (record && record.version === 0 && isOnKnown(command)) await enrol(desk, [record])
  return send(desk, personId, command, asker)
}

function isOnKnown({ type }: PersonCommand): boolean {
  return type !== 'InvitePerson' && type !== 'EnrolPerson'
}

async function send(
  { execute, followPeople }: Desk,
  personId: string,
  command: PersonCommand,
  { actor, commandId }: Asker,
): Promise<Changed> {
  const stream = personStream(personStreamId(personId))
  const answer = await execute({ commandId, stream, actor, correlationId: null, command })
  switch (answer.outcome) {
    case 'accepted': {
      const [change] = answer.changes
      await followPeople([stream.id])
      return { outcome: 'done', events: change.events }
    }
    case 'refused': {
      const { type: kind, field } = answer.refusal
      // Refusals on a person's stream are the aggregate's.
      const sentence = person.sentenceFor(answer.refusal as never)
      return { outcome: 'refused', kind, field, sentence }
    }
    // Nothing about a person is decided on what happened before.
    case 'detached':
      return { outcome: 'unavailable', reason: 'fault' }
    default:
      return answer
  }
}

/** How many people are recorded together. */
const ENROLLED_AT_ONCE = 100

/**
 * Gives a stream to everybody whom the bank knows without one, such as people that were added by SQL
 * or by an earlier version, and finishes what was cut off between a password and its event. Any
 * number of processes may do it at once.
 * @returns how many people were recorded
 */
export async function enrolEverybody(desk: Desk): Promise<number> {
  let after = ''
  for (let done = 0; ; ) {
    const records = await unrecorded(desk.db, after, ENROLLED_AT_ONCE)
    const joining = records.filter(({ version }) => version > 0)
    await enrol(
      desk,
      records.filter(({ version }) => version === 0),
    )
    for (const { id, name, role } of joining) {
      const asker = { actor: { id, name, role }, commandId: crypto.randomUUID() }
      await send(desk, id, { type: 'JoinBank' }, asker)
    }
    done += records.length
    after = records.at(-1)?.id ?? after
    if (records.length < ENROLLED_AT_ONCE) return done
  }
}

/** A stream that exists already, such as that of a row that was written later, is followed only. */
async function enrol(desk: Desk, records: readonly PersonRecord[]): Promise<void> {
  const known = await withPassword(
    desk.db,
    records.map(({ id }) => id),
  )
  for (const { id, role, disabledAt } of records) {
    const command = {
      ...({ type: 'EnrolPerson', personId: id, role } as const),
      ...{ hasPassword: known.has(id), isDisabled: disabledAt !== null },
    }
    const asker = { actor: BANK, commandId: enrolmentCommandId(id) }
    const answer = await send(desk, id, command, asker)
    if (answer.outcome === 'unavailable') {
      throw new Error(`The bank could not record the person ${id}: ${answer.reason}`)
    }
    if (answer.outcome !== 'done') await desk.followPeople([personStreamId(id)])
  }
}
