import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'

/** The file can't be read, or has another format. The sentence is for the person who named it. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/** The first bytes of a file. */
export type Head = {
  readonly bytes: Buffer
  /** Whether this is the whole file. */
  readonly isWhole: boolean
}

/** An open file to import. */
export type Source = {
  /** The file's name without folders, safe to show and to store. */
  readonly name: string
  /** In bytes; 0 when it is unknown, as for a pipe. */
  readonly size: number
  readonly head: Head
  /**
   * The text, in pieces; can be read once. `onPiece` gets the number of bytes read so far.
   * @throws UnreadableFile, also if the file has changed at the end
   */
  pieces(onPiece: (bytesRead: number) => void): AsyncIterable<string>
  close(): Promise<void>
}

/** The size of a read, and of a file's head. */
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

/** The next bytes; fewer only at the end, although a pipe delivers them as they come. */
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
  // Drops a byte order mark, and decodes invalid UTF-8 as U+FFFD, which the row rules report.
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

/** Rows from two versions of a file may follow from each other, yet be from neither version. */
async function requireUnchanged(handle: FileHandle, before: State, bytesRead: bigint) {
  if (!before.isFile) return
  const after = await stateOf(handle)
  const isSame =
    after.size === before.size && after.changed === before.changed && bytesRead === before.size
  if (isSame) return
  throw new UnreadableFile(
    'The file changed while it was being read. Nothing was imported. Import it again when ' +
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
