import 'server-only'
import { format } from 'node:util'
import { logger } from '@/app/_server/log/logger'
import { escaped } from '@/domain/text/printable'
import { logFailure } from './log'

/**
 * Escapes control characters in what this process prints, except line ends and tabs: frameworks
 * print errors that quote input, and a terminal obeys control characters. On a terminal the colours
 * of Next.js are kept; that of `npm start` is no terminal.
 */
export function keepOutputPlain(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // A reader of the output that has gone must not end the bank.
    stream.on('error', () => {})
    if (stream.isTTY) continue
    const write = stream.write
    stream.write = (chunk: unknown, ...rest: unknown[]) =>
      Reflect.apply(write, stream, [typeof chunk === 'string' ? plainLines(chunk) : chunk, ...rest])
  }
}

export function plainLines(text: string): string {
  return text.replace(/[^\n\t]+/g, escaped)
}

const LEVELS = {
  error: 'error',
  warn: 'warn',
  info: 'info',
  log: 'info',
  debug: 'debug',
  trace: 'debug',
} as const

/**
 * Sends what frameworks print by `console` to the log, one line each. Of objects nothing is told:
 * errors of queries have values that people typed. `npm run dev` prints as Next.js does.
 */
export function logConsole(target: Console = console): void {
  for (const [method, level] of Object.entries(LEVELS) as Entries) {
    target[method] = (...said: unknown[]) => {
      const error = said.find(one => one instanceof Error)
      if (error) logFailure('An error was printed', error)
      else logger()[level](textOf(said))
    }
  }
}

type Entries = [keyof typeof LEVELS, (typeof LEVELS)[keyof typeof LEVELS]][]

function textOf(said: readonly unknown[]): string {
  const told = said.map(one => (typeof one === 'object' && one !== null ? '[object]' : one))
  return format(...told).trim()
}
