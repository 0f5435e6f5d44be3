import 'server-only'
import { write as writeFile, writeSync } from 'node:fs'

/** Where the lines of the log go. */
export type Sink = {
  /** Takes a line with its line end. Never throws, and nothing waits for it. */
  write(line: string): void
  /** Writes what waits, at once; for the end of the process. */
  flush(): void
  /** How many lines could not be written so far. */
  lost(): number
}

/** Writes bytes to a file, as `fs.write` does. */
export type WriteBytes = (
  bytes: Uint8Array,
  done: (error: NodeJS.ErrnoException | null, written: number) => void,
) => void

/** The most text that waits, in UTF-16 units: for a reader that hangs, some minutes of lines. */
const WAITING_MAX = 8_000_000

/** The most that is written at once. */
const CHUNK_MAX = 64_000

/** How long to wait for a reader that takes nothing now. */
const FULL_MS = 20

/** How long lines are gathered: a write of its own takes twice the processor time of the line. */
const GATHER_MS = 10

/**
 * Writes lines to a file descriptor without blocking the process. A pipe without a reader or a full
 * disk loses lines, and never breaks what is logged: the lines are counted, and the first one that
 * can be written again says how many they were.
 * @param later does its work a moment later, unless the process ends before
 */
export function createSink(
  fd = 1,
  write: WriteBytes = (bytes, done) => writeFile(fd, bytes, done),
  later: (work: () => void) => void = work => void setTimeout(work, GATHER_MS).unref(),
): Sink {
  const waiting: string[] = []
  let weight = 0
  let isWriting = false
  let lost = 0
  /** Those lost since the last line that said so, and how many of them the next one tells. */
  let untold = 0
  let telling = 0
  /** What is being written, and how many lines that is. */
  let rest: Uint8Array | null = null
  let lines = 0

  function take(): Uint8Array | null {
    let text = ''
    lines = 0
    while (lines < waiting.length && text.length < CHUNK_MAX) text += waiting[lines++]
    if (lines === 0) return null
    waiting.splice(0, lines)
    weight -= text.length
    telling = untold
    return Buffer.from(telling > 0 ? lossLine(telling) + text : text)
  }

  function proceed(): void {
    rest ??= take()
    isWriting = rest !== null
    if (rest === null) return
    write(rest, (error, written) => {
      if (error?.code === 'EAGAIN' || error?.code === 'EBUSY') {
        setTimeout(proceed, FULL_MS).unref()
        return
      }
      settle(error, written)
      if (rest !== null || weight >= CHUNK_MAX) proceed()
      else if (waiting.length > 0) later(proceed)
      else isWriting = false
    })
  }

  function settle(error: Error | null, written: number): void {
    if (error) {
      lost += lines
      untold += lines
      rest = null
      return
    }
    rest = rest && written < rest.length ? rest.subarray(written) : null
    if (rest === null) untold -= telling
  }

  return {
    write(line) {
      if (weight + line.length > WAITING_MAX) {
        lost++
        untold++
        return
      }
      waiting.push(line)
      weight += line.length
      if (isWriting) return
      isWriting = true
      later(proceed)
    },
    flush() {
      for (let bytes = rest ?? take(); bytes !== null; bytes = take()) flushBytes(fd, bytes)
      rest = null
    },
    lost: () => lost,
  }
}

/** Best effort: the process is ending. */
function flushBytes(fd: number, bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
  } catch {}
}

function lossLine(count: number): string {
  const what = `${count} lines of the log could not be written`
  return `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), what, lost: count })}\n`
}
