import { accountOf } from '@/domain/bank-account/bank-account'
import type { AnyRefusal } from '@/domain/event-sourcing/aggregate'
import type { CommandRecord, Unit } from '@/domain/event-sourcing/ports'
import { accountRow, storedRow } from '../accounts/account-rows'
import { encodeEvent } from '../codecs/stored-events'
import { encodeState } from '../codecs/stored-states'
import { fingerprintOf } from '../ids'
import { metadataOf } from '../streams/event-rows'
import { arrayOf, instantsOf } from './array-literals'
import { keptCommand, type RefusedJson } from './refusals'

/**
 * The arguments of `append_v1`, a column each, as arrays that PostgreSQL reads and as JSON. All
 * writers send rows in one order, so that no two of them wait for each other.
 */
export function eventRows(units: readonly Unit[]) {
  const rows = streamsOf(units).flatMap(({ unit, events }) =>
    events.map(event => ({ unit, event, stored: encodeEvent(event.event) })),
  )
  const events = rows.map(({ event }) => event)
  return {
    units: arrayOf(rows.map(({ unit }) => unit)),
    streams: arrayOf(events.map(({ aggregateId }) => aggregateId)),
    versions: arrayOf(events.map(({ version }) => version)),
    ids: arrayOf(events.map(({ eventId }) => eventId)),
    occurred: instantsOf(events.map(({ occurredAt }) => occurredAt)),
    created: instantsOf(events.map(({ createdAt }) => createdAt)),
    frontiers: instantsOf(events.map(({ frontierAt }) => frontierAt)),
    schemas: arrayOf(rows.map(({ stored }) => stored.schemaVersion)),
    aggregates: arrayOf(events.map(({ aggregateType }) => aggregateType)),
    types: arrayOf(rows.map(({ stored }) => stored.type)),
    contents: JSON.stringify(rows.map(({ stored }) => stored.data)),
    metadata: JSON.stringify(events.map(metadataOf)),
  }
}

/** The streams that were read and get no events. */
export function checkedRows(units: readonly Unit[]) {
  const rows = units
    .flatMap(({ unchanged }, unit) => unchanged.map(stream => ({ unit, ...stream })))
    .sort(byKey(({ aggregateId }) => aggregateId))
  return {
    units: arrayOf(rows.map(({ unit }) => unit)),
    streams: arrayOf(rows.map(({ aggregateId }) => aggregateId)),
    versions: arrayOf(rows.map(({ version }) => version)),
  }
}

/** The answers to commands; `refusals` is null when all of them are accepted. */
export function commandRows(units: readonly Unit[]) {
  const rows = units
    .flatMap(({ records }) => records.flatMap(answerRows))
    .sort(byKey(({ commandId }) => commandId))
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

/** A command's answer: once for each stream that it changed, a refusal for its home stream. */
function answerRows({ envelope, recordedAt, answer }: CommandRecord): CommandRow[] {
  const { commandId, stream, actor, command } = envelope
  const common = { commandId, fingerprint: fingerprintOf(envelope).toString('hex') }
  if (answer.outcome === 'refused') {
    const refused = { actor, command: keptCommand(command), aggregateType: stream.type }
    const refusal = { at: recordedAt, refusal: answer.refusal, refused }
    return [{ ...common, aggregateId: stream.id, first: null, last: null, refusal }]
  }
  return answer.changes.map(({ stream: { aggregateId, version }, events }) => ({
    ...common,
    aggregateId,
    first: version - events.length + 1,
    last: version,
    refusal: null,
  }))
}

/** The account list: rows that move on, of which few columns ever change, and new ones. */
export function accountRows(units: readonly Unit[]) {
  const streams = streamsOf(units)
  const moved = streams.flatMap(({ stream, expectedVersion }) => {
    const account = expectedVersion > 0 ? accountOf(stream) : null
    return account ? [{ ...stream, ...account }] : []
  })
  const added = streams.flatMap(({ stream, expectedVersion }) => {
    const row = expectedVersion === 0 ? accountRow(stream) : null
    return row ? [storedRow(row)] : []
  })
  return {
    streams: arrayOf(moved.map(({ aggregateId }) => aggregateId)),
    balances: arrayOf(moved.map(({ balance }) => balance)),
    statuses: arrayOf(moved.map(({ status }) => status)),
    versions: arrayOf(moved.map(({ version }) => version)),
    added: added.length > 0 ? JSON.stringify(added) : null,
  }
}

/** Null when there are none, which is nearly always. */
export function snapshotRows(units: readonly Unit[]): string | null {
  const rows = streamsOf(units).flatMap(({ snapshots }) =>
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

function streamsOf(units: readonly Unit[]) {
  return units
    .flatMap(({ streams }, unit) => streams.map(stream => ({ unit, ...stream })))
    .sort(byKey(({ stream }) => stream.aggregateId))
}

function byKey<Row>(key: (row: Row) => string) {
  return (a: Row, b: Row) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)))
}
