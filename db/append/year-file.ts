import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** What a file of a year has: the number of its events, and the SHA-256 of its lines. */
export type YearSum = { readonly events: number; readonly sha256: Buffer }

export class DamagedYear extends Error {
  override readonly name = 'DamagedYear'
}

/** The name of a year's file in its folder. */
export const yearFile = (year: number) => `daybook-archive-${year}.jsonl.gz`

/**
 * Writes rows of the archive, one JSON object a line, compressed by gzip; the file is on the disk
 * when this returns.
 */
export async function writeYear(
  path: string,
  pages: AsyncIterable<readonly { readonly line: string }[]>,
): Promise<YearSum> {
  const hash = createHash('sha256')
  let events = 0
  async function* lines() {
    for await (const page of pages) {
      const text = page.map(({ line }) => `${line}\n`).join('')
      hash.update(text)
      events += page.length
      yield text
    }
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(path, { flags: 'wx' }))
  const file = await open(path, 'r+')
  await file.sync().finally(() => file.close())
  return { events, sha256: hash.digest() }
}

/**
 * Reads such a file to its end, in pages of lines.
 * @throws DamagedYear when it is not the file with this sum; nothing may be kept of it then
 */
export async function readYear(
  path: string,
  expected: YearSum,
  onPage: (lines: readonly string[]) => Promise<void>,
): Promise<void> {
  const hash = createHash('sha256')
  let [events, page]: [number, string[]] = [0, []]
  try {
    for await (const line of linesIn(path)) {
      hash.update(`${line}\n`)
      events++
      page.push(line)
      if (page.length === PAGE) {
        await onPage(page)
        page = []
      }
    }
  } catch (error) {
    throw new DamagedYear(`${path} can’t be read: ${(error as Error).message}`, { cause: error })
  }
  if (page.length > 0) await onPage(page)
  if (events === expected.events && hash.digest().equals(expected.sha256)) return
  throw new DamagedYear(`${path} is not the file that was written, or it was changed.`)
}

const PAGE = 1_000

/** The whole lines of a compressed file; the errors of both streams reach the reader. */
async function* linesIn(path: string) {
  const file = createReadStream(path)
  const unzipped = createGunzip().setEncoding('utf8')
  file.on('error', error => unzipped.destroy(error))
  file.pipe(unzipped)
  let rest = ''
  for await (const chunk of unzipped) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') throw new Error('its last line is cut off')
}
