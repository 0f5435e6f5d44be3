/** The signature of COPY's binary format, flags, and no extension. */
export const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
export const TRAILER = Buffer.from([0xff, 0xff])

/** PostgreSQL's epoch, 2000-01-01, in Unix milliseconds. */
const EPOCH_MS = 946_684_800_000
const DAY_MS = 86_400_000

/** Where the 16 bytes of a UUID are in its text. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

const DIGITS = new Uint8Array(128)
for (let n = 0; n < 16; n++) {
  DIGITS[n.toString(16).charCodeAt(0)] = n
  DIGITS[n.toString(16).toUpperCase().charCodeAt(0)] = n
}

/**
 * Writes rows in COPY's binary format (PostgreSQL documentation, "COPY"): a count of fields, and each
 * field after its length. The server reads it in two thirds of the time of text. Texts are bytes of UTF-8 as
 * characters, which is what `latin1` makes of them.
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
      for (const place of PLACES) bytes[at++] = byteAt(value, place)
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
      field(value.length)
      at += bytes.write(value, at, 'latin1')
    },
    /** JSON as text, after the version of the format. */
    jsonb(value: string): void {
      field(value.length + 1)
      bytes[at++] = 1
      at += bytes.write(value, at, 'latin1')
    },
    bytea(hex: string): void {
      field(hex.length / 2)
      at += bytes.write(hex, at, 'hex')
    },
    size: () => at,
    /** The rows since the last call. */
    take(): Buffer {
      const taken = bytes.subarray(0, at)
      bytes = Buffer.allocUnsafe(Math.max(at + 1024, 64 * 1024))
      at = 0
      return taken
    },
  }
}

function byteAt(hex: string, place: number): number {
  const [high = 0, low = 0] = [DIGITS[hex.charCodeAt(place)], DIGITS[hex.charCodeAt(place + 1)]]
  return high * 16 + low
}

/** A whole number of 64 bits, of which a double has 53. */
function writeWide(bytes: Buffer, value: number, at: number): number {
  const high = Math.floor(value / 2 ** 32)
  return bytes.writeUInt32BE(value - high * 2 ** 32, bytes.writeInt32BE(high, at))
}
