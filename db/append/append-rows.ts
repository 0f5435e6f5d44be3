import { standingOf } from '@/domain/bank-account/available'
import { type Account, accountOf } from '@/domain/bank-account/bank-account'
import type { AnyRefusal } from '@/domain/event-sourcing/aggregate'
import type { CommandRecord, Stream, StreamAppend, Unit } from '@/domain/event-sourcing/ports'
import { accountRow, changesBalanceOnly, storedRow } from '../accounts/account-rows'
import { encodeEvent } from '../codecs/stored-events'
import { encodeState } from '../codecs/stored-states'
import { fingerprintOf } from '../ids'
import { rowsJson } from '../query'
import { accounts } from '../schema'
import { metadataOf } from '../streams/event-rows'
import { arrayOf, instantsOf } from './array-literals'
import { keptCommand, type RefusedJson } from './refusals'

/**
 * The arguments of `append_v1`, one array literal or JSON text for each column. All writers sort
 * their rows the same way, so no two of them deadlock.
 */
export function rowsOf(units: readonly Unit[]) {
  const streams = units
    .flatMap(({ streams }, unit) => streams.map(append => ({ unit, append })))
    .sort((a, b) => compare(a.append.stream.aggregateId, b.append.stream.aggregateId))
  return {
    events: eventRows(streams),
    checked: checkedRows(units),
    commands: commandRows(units),
    accounts: accountRows(streams),
    snapshots: snapshotRows(streams),
  }
}

/** A stream's append, with the index of its unit. */
type Placed = { readonly unit: number; readonly append: StreamAppend }

function eventRows(streams: readonly Placed[]) {
  const units = streams.flatMap(({ unit, append }) => append.events.map(() => unit))
  const events = streams.flatMap(({ append }) => append.events)
  const stored = events.map(({ event }) => encodeEvent(event))
  return {
    units: arrayOf(units),
    streams: arrayOf(events.map(({ aggregateId }) => aggregateId)),
    versions: arrayOf(events.map(({ version }) => version)),
    ids: arrayOf(events.map(({ eventId }) => eventId)),
    occurred: instantsOf(events.map(({ occurredAt }) => occurredAt)),
    created: instantsOf(events.map(({ createdAt }) => createdAt)),
    frontiers: instantsOf(events.map(({ frontierAt }) => frontierAt)),
    schemas: arrayOf(stored.map(({ schemaVersion }) => schemaVersion)),
    aggregates: arrayOf(events.map(({ aggregateType }) => aggregateType)),
    types: arrayOf(stored.map(({ type }) => type)),
    contents: JSON.stringify(stored.map(({ data }) => data)),
    metadata: JSON.stringify(events.map(metadataOf)),
  }
}

/** The streams that are only read. */
function checkedRows(units: readonly Unit[]) {
  const rows = units
    .flatMap(({ unchanged }, unit) => unchanged.map(stream => ({ unit, stream })))
    .sort((a, b) => compare(a.stream.aggregateId, b.stream.aggregateId))
  return {
    units: arrayOf(rows.map(({ unit }) => unit)),
    streams: arrayOf(rows.map(({ stream }) => stream.aggregateId)),
    versions: arrayOf(rows.map(({ stream }) => stream.version)),
  }
}

/** The answers to commands; `refusals` is null when all are accepted. */
function commandRows(units: readonly Unit[]) {
  const rows = units
    .flatMap(({ records }) => records.flatMap(answerRows))
    .sort((a, b) => compare(a.commandId, b.commandId))
  const refusals = rows.map(({ refusal }) => refusal)
  return {
    ids: arrayOf(rows.map(({ commandId }) => commandId)),
    streams: arrayOf(rows.map(({ aggregateId }) => aggregateId)),
    firsts: arrayOf(rows.map(({ first }) => first)),
    lasts: arrayOf(rows.map(({ last }) => last)),
    fingerprints: arrayOf(rows.map(({ fingerprint }) => fingerprint)),
    refusals: refusals.some(refusal => refusal) ? JSON.stringify(refusals) : null,
  }
}

type CommandRow = {
  readonly commandId: string
  readonly aggregateId: string
  readonly fingerprint: string
  readonly first: number | null
  readonly last: number | null
  readonly refusal: {
    readonly at: Date
    readonly refusal: AnyRefusal
    readonly refused: RefusedJson
  } | null
}

/** One row for each stream that the command changed; a refusal is stored at its home stream. */
function answerRows({ envelope, recordedAt, answer }: CommandRecord): CommandRow[] {
  const { commandId, stream, actor, command } = envelope
  const fingerprint = fingerprintOf(envelope).toString('hex')
  if (answer.outcome === 'refused') {
    const refused = { actor, command: keptCommand(command), aggregateType: stream.type }
    const refusal = { at: recordedAt, refusal: answer.refusal, refused }
    const none = { first: null, last: null }
    return [{ commandId, aggregateId: stream.id, fingerprint, ...none, refusal }]
  }
  return answer.changes.map(({ stream: { aggregateId, version }, events }) => {
    const first = version - events.length + 1
    return { commandId, aggregateId, fingerprint, first, last: version, refusal: null }
  })
}

/**
 * The account list. Nearly always only the balance, status and version of an account change; rows of
 * which more has changed are written whole, as new ones are.
 */
function accountRows(streams: readonly Placed[]) {
  const moved: { account: Account; stream: Stream }[] = []
  const whole: (typeof accounts.$inferInsert)[] = []
  for (const { append } of streams) {
    const { stream, events } = append
    const account = accountOf(stream)
    if (account && events.every(changesBalanceOnly)) {
      moved.push({ account, stream })
      continue
    }
    const row = accountRow(stream)
    if (row) whole.push(storedRow(row))
  }
  return {
    streams: arrayOf(moved.map(({ stream }) => stream.aggregateId)),
    balances: arrayOf(moved.map(({ account }) => account.balance)),
    statuses: arrayOf(moved.map(({ account }) => standingOf(account))),
    versions: arrayOf(moved.map(({ stream }) => stream.version)),
    whole: whole.length > 0 ? rowsJson(accounts, whole) : null,
  }
}

/** Null when there are none, which is the usual case. */
function snapshotRows(streams: readonly Placed[]): string | null {
  const rows = streams.flatMap(({ append: { snapshots } }) =>
    snapshots.map(stream => ({
      aggregate_id: stream.aggregateId,
      version: stream.version,
      ...encodeState(stream),
      created_at: stream.createdAt,
      frontier_at: stream.frontierAt,
    })),
  )
  return rows.length > 0 ? JSON.stringify(rows) : null
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
