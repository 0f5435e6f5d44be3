import type { Sql, Transaction } from '../connection'
import { uuidOf } from '../ids'

/** An event as stored, its data not decoded. */
export type LogRow = {
  readonly aggregateId: string
  readonly version: number
  readonly schemaVersion: number
  readonly type: string
  readonly occurredAt: Date
  readonly createdAt: Date
  readonly frontierAt: Date
  readonly data: unknown
  /** Additional columns, as COPY sends them. */
  readonly further: readonly (Buffer | null)[]
}

/** The rows to copy (all of the log, or those of a filter), and additional columns. */
export type Copied = {
  readonly filter?: string
  readonly joins?: string
  readonly further?: readonly string[]
}

/** The filter for the events of some streams. */
export function ofStreams(aggregateIds: readonly string[]): string {
  // COPY takes no parameters. The ids come from uuid columns; other characters are removed.
  const ids = aggregateIds.map(id => `'${id.replaceAll(/[^0-9a-f-]/g, '')}'`)
  return `where aggregate_id = any(array[${ids}]::uuid[])`
}

/**
 * Reads events by COPY, stream by stream in version order, one at a time: for a log of any length,
 * memory holds one row. Reading waits for the promise of `onRow` (back-pressure).
 * @throws what `onRow` throws, once the connection is free again
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
      // After an error, discards the rest: a connection is free only at the end of a COPY.
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

/** The header of COPY's binary format: a signature, flags, and no extension. */
const HEADER_BYTES = 19

/** PostgreSQL's epoch, 2000-01-01, in Unix milliseconds. */
const EPOCH_MS = 946_684_800_000

/**
 * Parses COPY's binary format (PostgreSQL documentation, "COPY"), as the server sends it: a row in
 * each chunk, the header before the first. The trailer, which is no row, gives null. Each field
 * follows its length in four bytes.
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

export function instantOf(field: Buffer): Date {
  return instantAt(field, 0)
}

/** Microseconds since 2000: a double is exact to a few of them, and the log has milliseconds. */
function instantAt(chunk: Buffer, at: number): Date {
  const microseconds = chunk.readInt32BE(at) * 2 ** 32 + chunk.readUInt32BE(at + 4)
  return new Date(Math.round(microseconds / 1000) + EPOCH_MS)
}
