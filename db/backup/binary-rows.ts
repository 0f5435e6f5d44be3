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
  let bytes = Buffer.allocUnsafe(64 * 1024)
  let at = 0
  const reserve = (length: number) => {
    if (at + length > bytes.length) bytes = Buffer.concat([bytes], 2 * (at + length))
  }
  const field = (length: number) => {
    reserve(4 + length)
    at = bytes.writeInt32BE(length, at)
  }
  return {
    row(fields: number): void {
      reserve(2)
      at = bytes.writeInt16BE(fields, at)
    },
    uuid(value: string): void {
      field(16)
      at += bytes.write(value.replaceAll('-', ''), at, 'hex')
    },
    /** The bytes of a UUID. */
    id(value: Buffer): void {
      field(16)
      bytes.set(value, at)
      at += 16
    },
    smallint(value: number): void {
      field(2)
      at = bytes.writeInt16BE(value, at)
    },
    integer(value: number): void {
      field(4)
      at = bytes.writeInt32BE(value, at)
    },
    bigint(value: number): void {
      field(8)
      at = writeWide(bytes, value, at)
    },
    money(value: bigint): void {
      field(8)
      at = bytes.writeBigInt64BE(value, at)
    },
    /** An ISO date. */
    date(day: string): void {
      field(4)
      at = bytes.writeInt32BE((Date.parse(day) - EPOCH_MS) / DAY_MS, at)
    },
    nothing(): void {
      reserve(4)
      at = bytes.writeInt32BE(-1, at)
    },
    instant(ms: number): void {
      field(8)
      at = writeWide(bytes, (ms - EPOCH_MS) * 1000, at)
    },
    text(value: string): void {
      field(Buffer.byteLength(value))
      at += bytes.write(value, at)
    },
    /** Text as bytes of UTF-8. */
    utf8(source: Buffer, { from, to }: Span): void {
      field(to - from)
      at += source.copy(bytes, at, from, to)
    },
    /** JSON as text, after the version of the format. */
    jsonb(source: Buffer, { from, to }: Span): void {
      field(to - from + 1)
      bytes[at++] = 1
      at += source.copy(bytes, at, from, to)
    },
    /** Bytes that are written in hexadecimal. */
    bytea(source: Buffer, { from, to }: Span): void {
      field((to - from) / 2)
      for (let place = from; place < to; place += 2) {
        bytes[at++] = digitAt(source, place) * 16 + digitAt(source, place + 1)
      }
    },
    size: () => at,
    /** The rows since the last call. */
    take(): Buffer {
      const taken = bytes.subarray(0, at)
      bytes = Buffer.allocUnsafe(Math.max(Math.ceil(at * 1.25), 64 * 1024))
      at = 0
      return taken
    },
  }
}

/** A whole number of 64 bits, of which a double has 53. */
function writeWide(bytes: Buffer, value: number, at: number): number {
  const high = Math.floor(value / 2 ** 32)
  return bytes.writeUInt32BE(value - high * 2 ** 32, bytes.writeInt32BE(high, at))
}
