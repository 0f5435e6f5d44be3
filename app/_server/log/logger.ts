import 'server-only'
import pino, { type Logger } from 'pino'
import { escaped } from '@/domain/text/printable'
import { readLogSettings } from './log-settings.mjs'
import { createSink, type Sink } from './sink'

type Log = { readonly logger: Logger; sink: Sink; dress: (line: string) => string }

declare global {
  var daybookLog: Log | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function log(): Log {
  globalThis.daybookLog ??= openLog()
  return globalThis.daybookLog
}

/** Most lines: nothing in them is to be escaped, which is found out faster than by looking for it. */
const PLAIN = /^[\x20-\x7e]*\n$/

let [timeMs, timeText] = [0, '']

/** Written anew for each millisecond only: under load many lines have the same. */
function timeOfLine(): string {
  const nowMs = Date.now()
  if (nowMs !== timeMs) {
    timeMs = nowMs
    timeText = `,"time":"${new Date(nowMs).toISOString()}"`
  }
  return timeText
}

function openLog(): Log {
  const { level } = readLogSettings(process.env)
  const opened: Log = {
    sink: createSink(),
    // JSON escapes only some of the control characters that a terminal obeys.
    dress: line => (PLAIN.test(line) ? line : `${escaped(line.trimEnd())}\n`),
    logger: pino(
      {
        level,
        messageKey: 'what',
        base: { pid: process.pid },
        timestamp: timeOfLine,
        formatters: { level: label => ({ level: label }) },
      },
      { write: line => opened.sink.write(opened.dress(line)) },
    ),
  }
  process.once('exit', () => opened.sink.flush())
  return opened
}

/** The log of this process: a line of JSON for each entry, on standard output. */
export function logger(): Logger {
  return log().logger
}

/** How many lines could not be written so far. */
export function lostLines(): number {
  return log().sink.lost()
}

/** Puts another sink in place of standard output; returns a function that puts it back. */
export function replaceSink(sink: Sink): () => void {
  const its = log()
  const before = its.sink
  its.sink = sink
  return () => {
    its.sink = before
  }
}

/**
 * Makes the lines readable for people, if the log goes to a terminal. In this process: a worker
 * thread of its own would lose the last lines before a crash.
 */
export async function dressLog(): Promise<void> {
  const { format } = readLogSettings(process.env, process.stdout.isTTY)
  if (format === 'json') return
  const { prettyFactory } = await import('pino-pretty')
  const pretty = prettyFactory({
    colorize: process.env.NO_COLOR === undefined,
    messageKey: 'what',
    ignore: 'pid',
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  })
  log().dress = line => pretty(escaped(line.trimEnd())) ?? line
}
