import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'

/** The file can't be read, or is none of this format. The sentence is for who named the file. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/** The beginning of a file. */
export type Head = {
  readonly bytes: Buffer
  /** Whether this is all of it. */
  readonly isWhole: boolean
}

/** A file to import, open. */
export type Source = {
  /** The file's name without its folders, fit to be shown and stored. */
  readonly name: string
  /** In bytes; 0 when it is not known, as of a pipe. */
  readonly size: number
  readonly head: Head
  /**
   * The text, in pieces, once. `onPiece` hears how many bytes have been read so far.
   * @throws UnreadableFile, also when the file is not the same at the end as at the beginning
   */
  pieces(onPiece: (bytesRead: number) => void): AsyncIterable<string>
  close(): Promise<void>
}

/** How much is read at a time, and how much of a file its head is. */
const PIECE_BYTES = 1 << 16

/**
 * Opens a file and reads its head.
 * @throws UnreadableFile
 */
export async function openSource(file: string): Promise<Source> {
  const handle = await open(file).catch(error => refuse(file, error))
  try {
    const found = await stateOf(handle)
    if (found.isFolder) {
      throw new UnreadableFile(`${JSON.stringify(file)} is a folder. Name a CSV file.`)
    }
    const head = await readPiece(handle).catch(error => refuse(file, error))
    return {
      name: basename(file).replaceAll(/[\p{Cc}\p{Cs}]/gu, '?'),
      size: Number(found.size),
      head: { bytes: head, isWhole: head.length < PIECE_BYTES },
      pieces: onPiece => piecesOf({ file, handle, head, found }, onPiece),
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

type State = Awaited<ReturnType<typeof stateOf>>

async function stateOf(handle: FileHandle) {
  const found = await handle.stat({ bigint: true })
  return {
    isFile: found.isFile(),
    isFolder: found.isDirectory(),
    size: found.size,
    changed: found.mtimeNs,
  }
}

/** The next bytes, short only at the end: a pipe gives them as they come. */
async function readPiece(handle: FileHandle): Promise<Buffer> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES)
  let length = 0
  while (length < PIECE_BYTES) {
    const { bytesRead } = await handle.read(piece, length, PIECE_BYTES - length, null)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return piece.subarray(0, length)
}

type Opened = {
  readonly file: string
  readonly handle: FileHandle
  readonly head: Buffer
  readonly found: State
}

async function* piecesOf(
  { file, handle, head, found }: Opened,
  onPiece: (bytesRead: number) => void,
): AsyncGenerator<string> {
  // It drops a byte order mark, and gives U+FFFD for what is not UTF-8, which the row rules name.
  const decoder = new TextDecoder('utf-8')
  let bytesRead = 0n
  for (let piece = head; piece.length > 0; ) {
    bytesRead += BigInt(piece.length)
    onPiece(Number(bytesRead))
    yield decoder.decode(piece, { stream: true })
    if (piece.length < PIECE_BYTES) break
    piece = await readPiece(handle).catch(error => refuse(file, error))
  }
  yield decoder.decode()
  await requireUnchanged(handle, found, bytesRead)
}

/** Rows of two versions of a file may follow from each other and still be no version's rows. */
async function requireUnchanged(handle: FileHandle, before: State, bytesRead: bigint) {
  if (!before.isFile) return
  const after = await stateOf(handle)
  const isSame =
    after.size === before.size && after.changed === before.changed && bytesRead === before.size
  if (isSame) return
  throw new UnreadableFile(
    'The file changed while it was being read. Nothing of it was imported. Import it again when ' +
      'it is complete.',
  )
}

function refuse(file: string, error: unknown): never {
  const shown = JSON.stringify(file)
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  if (code === 'ENOENT' || code === 'ENOTDIR') throw new UnreadableFile(`File not found: ${shown}.`)
  if (code === 'EACCES' || code === 'EPERM') {
    throw new UnreadableFile(`No permission to read ${shown}.`)
  }
  throw new UnreadableFile(`${shown} can't be read (${code}).`)
}
