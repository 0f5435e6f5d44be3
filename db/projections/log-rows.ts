import type { Sql, Transaction } from '../connection'
import { uuidOf } from '../ids'

/** An event as it stands in the log, before anything is made of its data. */
export type LogRow = {
  readonly aggregateId: string
  readonly version: number
  readonly schemaVersion: number
  readonly type: string
  readonly occurredAt: Date
  readonly createdAt: Date
  readonly frontierAt: Date
  readonly data: unknown
  /** The further columns that were asked for, as COPY sends them. */
  readonly further: readonly (Buffer | null)[]
}

/** What is copied: all of the log, or the rows of a filter; and what else stands in a row. */
export type Copied = {
  readonly filter?: string
  readonly joins?: string
  readonly further?: readonly string[]
}

/** The filter that takes the events of some streams. */
export function ofStreams(aggregateIds: readonly string[]): string {
  // COPY takes no parameters; ids come from uuid columns, and nothing else would be a literal here.
  const ids = aggregateIds.map(id => `'${id.replaceAll(/[^0-9a-f-]/g, '')}'`)
  return `where aggregate_id = any(array[${ids}]::uuid[])`
}

/**
 * Reads events by COPY, stream by stream in the order of their versions, one at a time: whatever the
 * length of the log, the memory is that of one row. Reading waits for what `onRow` promises.
 * @throws what `onRow` throws, when the connection is free again
 */
export async function copyLog(
  sql: Sql | Transaction,
  { filter = '', joins = '', further = [] }: Copied,
  onRow: (row: LogRow) => Promise<void> | void,
): Promise<void> {
  const columns = further.map(column => `, ${column}`).join('')
  const rows = await sql
    .unsafe(
      `copy (
        select aggregate_id, event_version, schema_version, event_type, occurred_at, e.created_at,
          e.frontier_at, event_data${columns}
        from log e ${joins} ${filter} order by aggregate_id, event_version
      ) to stdout (format binary)`,
    )
    .readable()
  const read = createRowReader(further.length)
  let fault: { readonly error: unknown } | null = null
  await new Promise<void>((resolve, reject) => {
    rows.once('error', reject)
    rows.once('end', () => (fault ? reject(fault.error) : resolve()))
    rows.on('data', (chunk: Buffer) => {
      // After a fault the rest is let pass: a connection is free again only at the end of a COPY.
      if (fault) return
      const fail = (error: unknown) => {
        fault = { error }
      }
      try {
        const row = read(chunk)
        const working = row && onRow(row)
        if (!working) return
        rows.pause()
        working.catch(fail).finally(() => rows.resume())
      } catch (error) {
        fail(error)
      }
    })
  })
}

/** What stands before the first row of COPY's binary format: a signature, flags, and no extension. */
const HEADER_BYTES = 19

/** The moment that PostgreSQL counts microseconds from, 2000-01-01, in milliseconds since 1970. */
const EPOCH_MS = 946_684_800_000

/**
 * Reads COPY's binary format (PostgreSQL documentation, "COPY"), as the server sends it: a row in
 * each chunk, the header before the first one. The end, which is no row, gives null. Each field has
 * its length in the four bytes before it.
 */
function createRowReader(further: number): (chunk: Buffer) => LogRow | null {
  let isFirst = true
  let id = ''
  const idBytes = Buffer.alloc(ID_BYTES)
  return chunk => {
    const start = isFirst ? HEADER_BYTES : 0
    isFirst = false
    if (start === chunk.length || chunk.readInt16BE(start) === -1) return null
    const key = start + COUNT_BYTES + LENGTH_BYTES
    if (id === '' || idBytes.compare(chunk, key, key + ID_BYTES) !== 0) {
      chunk.copy(idBytes, 0, key, key + ID_BYTES)
      id = uuidOf(idBytes)
    }
    const version = key + ID_BYTES + LENGTH_BYTES
    const schemaVersion = version + INTEGER_BYTES + LENGTH_BYTES
    const type = schemaVersion + SMALLINT_BYTES + LENGTH_BYTES
    const occurredAt = type + chunk.readInt32BE(type - LENGTH_BYTES) + LENGTH_BYTES
    const createdAt = occurredAt + INSTANT_BYTES + LENGTH_BYTES
    const frontierAt = createdAt + INSTANT_BYTES + LENGTH_BYTES
    const data = frontierAt + INSTANT_BYTES + LENGTH_BYTES
    const end = data + chunk.readInt32BE(data - LENGTH_BYTES)
    return {
      aggregateId: id,
      version: chunk.readInt32BE(version),
      schemaVersion: chunk.readInt16BE(schemaVersion),
      type: chunk.toString('utf8', type, occurredAt - LENGTH_BYTES),
      occurredAt: instantAt(chunk, occurredAt),
      createdAt: instantAt(chunk, createdAt),
      frontierAt: instantAt(chunk, frontierAt),
      data: jsonOf(chunk.subarray(data, end)),
      further: further === 0 ? NONE : fieldsAt(chunk, end, further),
    }
  }
}

const COUNT_BYTES = 2
const LENGTH_BYTES = 4
const ID_BYTES = 16
const INTEGER_BYTES = 4
const SMALLINT_BYTES = 2
const INSTANT_BYTES = 8

const NONE: LogRow['further'] = []

function fieldsAt(chunk: Buffer, from: number, count: number): (Buffer | null)[] {
  let at = from
  return Array.from({ length: count }, () => {
    const length = chunk.readInt32BE(at)
    at += LENGTH_BYTES + Math.max(length, 0)
    return length < 0 ? null : chunk.subarray(at - length, at)
  })
}

/** A jsonb field: its first byte is the version of the format. */
export function jsonOf(field: Buffer): unknown {
  return JSON.parse(field.toString('utf8', 1))
}

/** A field with an instant. */
export function instantOf(field: Buffer): Date {
  return instantAt(field, 0)
}

/** Microseconds since 2000: a double is exact to a few of them, and the log has milliseconds. */
function instantAt(chunk: Buffer, at: number): Date {
  const microseconds = chunk.readInt32BE(at) * 2 ** 32 + chunk.readUInt32BE(at + 4)
  return new Date(Math.round(microseconds / 1000) + EPOCH_MS)
}
