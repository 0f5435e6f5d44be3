import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Span } from './scanner'

/** A file of a backup: compressed lines. */
export type Stored = {
  /** Its path in the folder of its epoch. */
  readonly file: string
  /** Of the compressed bytes. */
  readonly sha256: string
  readonly bytes: number
  readonly lines: number
}

/** Level 3 takes half the time of the usual 6, for a tenth more bytes. */
const LEVEL = 3

/** Lines are compressed together in pieces of this size. */
const PIECE_BYTES = 256 * 1024

/**
 * Writes lines into a compressed file, which gets its name when it is whole and on the disk: at any
 * moment a name means a whole file.
 * @param name the file's path in `folder`, given its checksum
 */
export async function storeLines(
  folder: string,
  lines: Readable,
  name: (sha256: string) => string,
): Promise<Stored> {
  const part = join(folder, `part-${randomUUID()}`)
  const hash = createHash('sha256')
  let count = 0
  let bytes = 0
  let piece: Buffer[] = []
  let size = 0
  const gather = new Transform({
    transform(chunk: Buffer, _, done) {
      count++
      piece.push(chunk)
      size += chunk.length
      if (size < PIECE_BYTES) return done()
      const whole = Buffer.concat(piece)
      piece = []
      size = 0
      done(null, whole)
    },
    flush: done => done(null, Buffer.concat(piece)),
  })
  const tell = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  try {
    await mkdir(folder, { recursive: true })
    await pipeline(lines, gather, createGzip({ level: LEVEL }), tell, createWriteStream(part))
    const sha256 = hash.digest('hex')
    const file = name(sha256)
    await keep(part, join(folder, file))
    return { file, sha256, bytes, lines: count }
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** Writes a small file in the same way. */
export async function storeText(path: string, text: string): Promise<void> {
  const part = join(dirname(path), `part-${randomUUID()}`)
  try {
    await pipeline([text], createWriteStream(part))
    await keep(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** Gives a file its name once its bytes are on the disk. */
async function keep(part: string, path: string): Promise<void> {
  await sync(part)
  await mkdir(dirname(path), { recursive: true })
  await rename(part, path)
  await sync(dirname(path))
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Whether a file is there with its size. */
export async function isThere(folder: string, { file, bytes }: Stored): Promise<boolean> {
  const found = await stat(join(folder, file)).catch(() => null)
  return found?.size === bytes
}

/** What is wrong with a stored file, as the end of a sentence about it; null if nothing is. */
export async function faultOf(folder: string, stored: Stored): Promise<string | null> {
  const path = join(folder, stored.file)
  const found = await stat(path).catch(() => null)
  if (found === null) return 'is missing'
  if (found.size < stored.bytes) {
    return `is truncated: it has ${found.size} bytes of ${stored.bytes}`
  }
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: PIECE_BYTES }))
    hash.update(chunk)
  return hash.digest('hex') === stored.sha256 ? null : 'is damaged: its checksum is another'
}

/** The lines of a stored file, in arrays. */
export async function* readLines(folder: string, stored: Stored): AsyncGenerator<string[]> {
  for await (const piece of readPieces(folder, stored)) {
    yield piece.toString('utf8', 0, piece.length - 1).split('\n')
  }
}

/** The same in pieces of whole lines, each with its line end. */
export async function* readPieces(folder: string, { file }: Stored): AsyncGenerator<Buffer> {
  const packed = createReadStream(join(folder, file), { highWaterMark: PIECE_BYTES })
  const plain = packed.pipe(createGunzip({ chunkSize: PIECE_BYTES }))
  packed.once('error', error => plain.destroy(error))
  let rest = Buffer.alloc(0)
  for await (const chunk of plain) {
    const first = chunk.indexOf(LINE_END) + 1
    if (first > 0) yield Buffer.concat([rest, chunk.subarray(0, first)])
    const end = chunk.lastIndexOf(LINE_END) + 1
    if (end > first) yield chunk.subarray(first, end)
    rest = end > 0 ? chunk.subarray(end) : Buffer.concat([rest, chunk])
  }
  if (rest.length > 0) yield Buffer.concat([rest, Buffer.of(LINE_END)])
}

const LINE_END = 10

/** Where the lines of a piece are, without their ends. */
export function* linesIn(piece: Buffer): Generator<Span> {
  const span = { from: 0, to: 0 }
  while (span.from < piece.length) {
    span.to = piece.indexOf(LINE_END, span.from)
    yield span
    span.from = span.to + 1
  }
}
