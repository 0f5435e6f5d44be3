import 'server-only'
import { replaceSink } from '@/app/_server/log/logger'

/** Takes the log of this process from now on: its lines, and a function that gives it back. */
export function hearLog() {
  const lines: string[] = []
  const sink = { write: (line: string) => void lines.push(line), flush: () => {}, lost: () => 0 }
  return { lines, stop: replaceSink(sink) }
}
