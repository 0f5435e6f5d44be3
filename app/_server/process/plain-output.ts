import 'server-only'
import { escaped } from '@/domain/printable'

/**
 * Has what this process prints escaped, but for line ends and tabs: frameworks print errors that
 * quote what was sent, and a terminal obeys the control characters in it. On a terminal the colours
 * of Next.js are left alone; `npm start` is none to it.
 */
export function keepOutputPlain(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.isTTY) continue
    const write = stream.write
    stream.write = (chunk: unknown, ...rest: unknown[]) =>
      Reflect.apply(write, stream, [typeof chunk === 'string' ? plainLines(chunk) : chunk, ...rest])
  }
}

/** A text in which only line ends and tabs are left of the control characters. */
export function plainLines(text: string): string {
  return text.replace(/[^\n\t]+/g, escaped)
}
