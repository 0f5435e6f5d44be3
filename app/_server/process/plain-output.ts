import 'server-only'
import { escaped } from '@/domain/text/printable'

/**
 * Escapes control characters in what this process prints, except line ends and tabs: frameworks
 * print errors that quote input, and a terminal obeys control characters. On a terminal the colours
 * of Next.js are kept; that of `npm start` is no terminal.
 */
export function keepOutputPlain(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.isTTY) continue
    const write = stream.write
    stream.write = (chunk: unknown, ...rest: unknown[]) =>
      Reflect.apply(write, stream, [typeof chunk === 'string' ? plainLines(chunk) : chunk, ...rest])
  }
}

export function plainLines(text: string): string {
  return text.replace(/[^\n\t]+/g, escaped)
}
