import { z } from 'zod'
import { BackupFault } from './manifest'
import {
  createScanner,
  readHex,
  readInstant,
  readName,
  readUuid,
  type Scanner,
  type Span,
  sees,
  skip,
  startAt,
  whole,
} from './scanner'

/** An event of a segment. Its texts stay where they are in the file's bytes, and go on as they are. */
export type Line = {
  bytes: Buffer
  position: number
  version: number
  schemaVersion: number
  /** Instants in Unix milliseconds, the precision of the log. */
  occurredMs: number
  createdMs: number
  frontierMs: number
  /** Ids of 16 bytes. */
  readonly aggregateId: Buffer
  readonly eventId: Buffer
  readonly commandId: Buffer
  hasCommandId: boolean
  readonly aggregateType: Span
  readonly eventType: Span
  /** The answer: the version of its first event, and its fingerprint, which is empty without one. */
  firstVersion: number
  readonly fingerprint: Span
  readonly metadata: Span
  readonly data: Span
}

/**
 * Reads lines, each in the place of the one before.
 * @returns throws BackupFault for a line that is no event
 */
export function createLineReader() {
  const [line, scanner] = [emptyLine(), createScanner()]
  return (bytes: Buffer, span: Span, file: string): Line => {
    if (isUsual(line, scanner, bytes, span)) return line
    const usual = usualOf(bytes.toString('utf8', span.from, span.to))
    if (usual && isUsual(line, scanner, usual, { from: 0, to: usual.length })) return line
    throw new BackupFault(`The segment ${file} has a line that is no event.`)
  }
}

function emptyLine(): Line {
  const id = () => Buffer.alloc(16)
  const span = () => ({ from: 0, to: 0 })
  return {
    bytes: Buffer.alloc(0),
    ...{ position: 0, version: 0, schemaVersion: 0, firstVersion: 0, hasCommandId: false },
    ...{ occurredMs: Number.NaN, createdMs: Number.NaN, frontierMs: Number.NaN },
    ...{ aggregateId: id(), eventId: id(), commandId: id() },
    ...{ aggregateType: span(), eventType: span(), fingerprint: span() },
    ...{ metadata: span(), data: span() },
  }
}

const KEY = {
  position: Buffer.from('{"position":'),
  aggregateId: Buffer.from(',"aggregate_id":"'),
  version: Buffer.from('","event_version":'),
  eventId: Buffer.from(',"event_id":"'),
  aggregateType: Buffer.from('","aggregate_type":"'),
  eventType: Buffer.from('","event_type":"'),
  schemaVersion: Buffer.from('","schema_version":'),
  occurredAt: Buffer.from(',"occurred_at":"'),
  createdAt: Buffer.from('","created_at":"'),
  frontierAt: Buffer.from('","frontier_at":"'),
  answer: Buffer.from('","answer":'),
  metadata: Buffer.from(',"metadata":'),
  /** Not in a JSON string, whose quotes are escaped, and no key of the metadata. */
  data: Buffer.from(',"event_data":'),
  commandId: Buffer.from('"commandId":'),
} as const

const ANSWER = {
  none: Buffer.from('null'),
  begin: Buffer.from('['),
  fingerprint: Buffer.from(',"'),
  end: Buffer.from('"]'),
} as const

const [QUOTE, SPACE] = [Buffer.from('"'), Buffer.from(' ')] as const
const [OPEN, CLOSE] = [0x7b, 0x7d] as const

/** Finds the parts of a line as Daybook writes it, in a fraction of the time of parsing it. */
function isUsual(line: Line, scanner: Scanner, bytes: Buffer, { from, to }: Span): boolean {
  startAt(scanner, bytes, from)
  line.bytes = bytes
  skip(scanner, KEY.position)
  line.position = whole(scanner, 15)
  skip(scanner, KEY.aggregateId)
  readUuid(scanner, line.aggregateId)
  skip(scanner, KEY.version)
  line.version = whole(scanner, 9)
  skip(scanner, KEY.eventId)
  readUuid(scanner, line.eventId)
  skip(scanner, KEY.aggregateType)
  readName(scanner, line.aggregateType)
  skip(scanner, KEY.eventType)
  readName(scanner, line.eventType)
  skip(scanner, KEY.schemaVersion)
  line.schemaVersion = whole(scanner, 4)
  skip(scanner, KEY.occurredAt)
  line.occurredMs = readInstant(scanner)
  skip(scanner, KEY.createdAt)
  line.createdMs = readInstant(scanner)
  skip(scanner, KEY.frontierAt)
  line.frontierMs = readInstant(scanner)
  skip(scanner, KEY.answer)
  readAnswer(line, scanner)
  skip(scanner, KEY.metadata)
  return scanner.isFine && hasBody(line, scanner, to)
}

function readAnswer(line: Line, scanner: Scanner): void {
  line.fingerprint.to = line.fingerprint.from
  if (sees(scanner, ANSWER.none)) return
  skip(scanner, ANSWER.begin)
  line.firstVersion = whole(scanner, 9)
  skip(scanner, ANSWER.fingerprint)
  readHex(scanner, line.fingerprint)
  skip(scanner, ANSWER.end)
}

/** Metadata and data must be objects; the database reads what is in them. */
function hasBody(line: Line, scanner: Scanner, to: number): boolean {
  const { bytes, metadata, data } = line
  metadata.from = scanner.at
  metadata.to = bytes.indexOf(KEY.data, metadata.from)
  data.from = metadata.to + KEY.data.length
  data.to = to - 1
  if (metadata.to < 0 || data.from >= data.to || bytes[data.to] !== CLOSE) return false
  if (!isObject(bytes, metadata) || !isObject(bytes, data)) return false
  const key = bytes.indexOf(KEY.commandId, metadata.from)
  line.hasCommandId = key >= 0 && key < metadata.to
  if (line.hasCommandId) readCommandId(line, scanner, key + KEY.commandId.length)
  return true
}

function isObject(bytes: Buffer, { from, to }: Span): boolean {
  return bytes[from] === OPEN && bytes[to - 1] === CLOSE
}

/** An id of another form than a command's is none. */
function readCommandId(line: Line, scanner: Scanner, from: number): void {
  startAt(scanner, line.bytes, from)
  sees(scanner, SPACE)
  skip(scanner, QUOTE)
  readUuid(scanner, line.commandId)
  skip(scanner, QUOTE)
  line.hasCommandId = scanner.isFine
}

const uuid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
const instant = z.iso.datetime({ offset: true }).transform(text => new Date(text).toISOString())
const name = z.string().regex(/^\w+$/)
const count = z.number().int().nonnegative()
const integer = z.int32().nonnegative()

/** In the order in which Daybook writes its keys. */
const event = z.object({
  position: count,
  aggregate_id: uuid,
  event_version: integer,
  event_id: uuid,
  aggregate_type: name,
  event_type: name,
  schema_version: count.max(32_767),
  occurred_at: instant,
  created_at: instant,
  frontier_at: instant,
  answer: z.tuple([integer, z.string().regex(/^(?:[0-9a-f]{2})+$/)]).nullable(),
  metadata: z.record(z.string(), z.unknown()),
  event_data: z.record(z.string(), z.unknown()),
})

/** A line as Daybook would have written it; null for one that is no event. */
function usualOf(text: string): Buffer | null {
  const read = event.safeParse(json(text))
  return read.success ? Buffer.from(JSON.stringify(read.data)) : null
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
