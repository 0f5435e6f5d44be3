import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'

/** The file can't be read, or is none of this format. The sentence is for who named the file. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/** A file to import. */
export type Source = {
  /** The file's name without its folders, fit to be shown and stored. */
  readonly name: string
  /** In bytes; 0 when it is not known, as of a pipe. */
  readonly size: number
  /**
   * The text, in pieces, once. `onPiece` hears how many bytes have been read so far.
   * @throws UnreadableFile
   */
  pieces(onPiece: (bytesRead: number) => void): AsyncIterable<string>
}

/**
 * Looks at a file before it is read.
 * @throws UnreadableFile
 */
export async function openSource(file: string): Promise<Source> {
  const { size, isFolder } = await stat(file).then(
    found => ({ size: found.size, isFolder: found.isDirectory() }),
    error => refuse(file, error),
  )
  if (isFolder) throw new UnreadableFile(`${JSON.stringify(file)} is a folder. Name a CSV file.`)
  const name = basename(file).replaceAll(/[\p{Cc}\p{Cs}]/gu, '?')
  return { name, size, pieces: onPiece => piecesOf(file, onPiece) }
}

async function* piecesOf(
  file: string,
  onPiece: (bytesRead: number) => void,
): AsyncGenerator<string> {
  // It drops a byte order mark, and gives U+FFFD for what is not UTF-8, which the row rules name.
  const decoder = new TextDecoder('utf-8')
  let bytesRead = 0
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 16 })) {
      bytesRead += bytes.length
      onPiece(bytesRead)
      yield decoder.decode(bytes, { stream: true })
    }
  } catch (error) {
    refuse(file, error)
  }
  yield decoder.decode()
}

function refuse(file: string, error: unknown): never {
  const shown = JSON.stringify(file)
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  if (code === 'ENOENT' || code === 'ENOTDIR')
    throw new UnreadableFile(`There is no file ${shown}.`)
  if (code === 'EACCES' || code === 'EPERM') {
    throw new UnreadableFile(`You have no right to read ${shown}.`)
  }
  throw new UnreadableFile(`${shown} can't be read (${code}).`)
}
