import { digitAt, type Span } from './scanner'

/** The signature of COPY's binary format, flags, and no extension. */
export const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
export const TRAILER = Buffer.from([0xff, 0xff])

/** PostgreSQL's epoch, 2000-01-01, in Unix milliseconds. */
const EPOCH_MS = 946_684_800_000
const DAY_MS = 86_400_000

/**
 * Writes rows in COPY's binary format (PostgreSQL documentation, "COPY"): a count of fields, and each
 * field after its length. The server reads it in two thirds of the time of text.
 */
export function binaryRows() {
  const rows = emptyRows()
  return {
    row(fields: number): void {
      reserve(rows, 2)
      putSmall(rows, fields)
    },
    uuid(value: string): void {
      field(rows, 16)
      rows.at += rows.bytes.write(value.replaceAll('-', ''), rows.at, 'hex')
    },
    /** The bytes of a UUID. */
    id(value: Buffer): void {
      field(rows, 16)
      for (const byte of value) rows.bytes[rows.at++] = byte
    },
    smallint(value: number): void {
      field(rows, 2)
      putSmall(rows, value)
    },
    integer(value: number): void {
      field(rows, 4)
      putInteger(rows, value)
    },
    bigint(value: number): void {
      field(rows, 8)
      putWide(rows, value)
    },
    money(value: bigint): void {
      field(rows, 8)
      rows.view.setBigInt64(rows.at, value)
      rows.at += 8
    },
    /** An ISO date. */
    date(day: string): void {
      field(rows, 4)
      putInteger(rows, (Date.parse(day) - EPOCH_MS) / DAY_MS)
    },
    nothing(): void {
      reserve(rows, 4)
      putInteger(rows, -1)
    },
    instant(ms: number): void {
      field(rows, 8)
      putWide(rows, (ms - EPOCH_MS) * 1000)
    },
    text(value: string): void {
      field(rows, Buffer.byteLength(value))
      rows.at += rows.bytes.write(value, rows.at)
    },
    /** Text as bytes of UTF-8. */
    utf8(source: Buffer, { from, to }: Span): void {
      field(rows, to - from)
      copy(rows, source, from, to)
    },
    /** JSON as text, after the version of the format. */
    jsonb(source: Buffer, { from, to }: Span): void {
      field(rows, to - from + 1)
      rows.bytes[rows.at++] = 1
      copy(rows, source, from, to)
    },
    /** Bytes that are written in hexadecimal. */
    bytea(source: Buffer, { from, to }: Span): void {
      field(rows, (to - from) / 2)
      for (let place = from; place < to; place += 2) {
        rows.bytes[rows.at++] = digitAt(source, place) * 16 + digitAt(source, place + 1)
      }
    },
    size: () => rows.at,
    /** The rows since the last call. */
    take: () => takeFrom(rows),
  }
}

type Rows = {
  bytes: Buffer
  view: DataView
  at: number
  /** What was copied from last: many parts are of the same bytes. */
  source: Buffer
  sourceView: DataView
}

const LEAST_BYTES = 64 * 1024

function emptyRows(): Rows {
  const bytes = Buffer.allocUnsafe(LEAST_BYTES)
  const view = viewOf(bytes)
  return { bytes, view, at: 0, source: bytes, sourceView: view }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

function reserve(rows: Rows, length: number): void {
  if (rows.at + length <= rows.bytes.length) return
  rows.bytes = Buffer.concat([rows.bytes], 2 * (rows.at + length))
  rows.view = viewOf(rows.bytes)
}

function field(rows: Rows, length: number): void {
  reserve(rows, 4 + length)
  putInteger(rows, length)
}

function putSmall(rows: Rows, value: number): void {
  rows.view.setInt16(rows.at, value)
  rows.at += 2
}

function putInteger(rows: Rows, value: number): void {
  rows.view.setInt32(rows.at, value)
  rows.at += 4
}

/** A whole number of 64 bits, of which a double has 53. */
function putWide(rows: Rows, value: number): void {
  const high = Math.floor(value / 2 ** 32)
  rows.view.setInt32(rows.at, high)
  rows.view.setUint32(rows.at + 4, value - high * 2 ** 32)
  rows.at += 8
}

/** Four bytes at a time, without the object that `Buffer.copy` makes for each part. */
function copy(rows: Rows, source: Buffer, from: number, to: number): void {
  if (source !== rows.source) {
    rows.source = source
    rows.sourceView = viewOf(source)
  }
  const { bytes, view, sourceView } = rows
  let { at } = rows
  let place = from
  for (; place + 4 <= to; place += 4, at += 4) view.setUint32(at, sourceView.getUint32(place))
  for (; place < to; place++) bytes[at++] = source[place] ?? 0
  rows.at = at
}

function takeFrom(rows: Rows): Buffer {
  const taken = rows.bytes.subarray(0, rows.at)
  rows.bytes = Buffer.allocUnsafe(Math.max(Math.ceil(rows.at * 1.25), LEAST_BYTES))
  rows.view = viewOf(rows.bytes)
  rows.at = 0
  return taken
}
