/** The output of a report: a terminal or a log. */
export type Output = {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** A progress line on a terminal, and permanent lines above it. */
export type ProgressBar = {
  /** `share` is from 0 to 1, or null when the end is unknown. */
  show(label: string, share: number | null, detail: string): void
  print(line: string): void
  /** Removes the bar. */
  clear(): void
}

const TERMINAL_MS = 100
const LOG_MS = 5000
const CELLS = 30
const CLEAR_LINE = '\r\u001B[2K'

/** On a terminal the bar is redrawn in place; elsewhere it is an occasional plain line. */
export function openProgressBar(output: Output, nowMs = () => performance.now()): ProgressBar {
  let shownMs = nowMs()
  let isDrawn = false

  function clear() {
    if (isDrawn) output.write(CLEAR_LINE)
    isDrawn = false
  }
  return {
    show(label, share, detail) {
      const sinceMs = nowMs() - shownMs
      if (sinceMs < (output.isTTY ? TERMINAL_MS : LOG_MS)) return
      shownMs = nowMs()
      const percent = share === null ? '' : `${Math.floor(share * 100)}%`.padStart(4)
      if (!output.isTTY) {
        output.write(`${label}${percent === '' ? '' : ` ${percent.trim()}`}, ${detail}\n`)
        return
      }
      const cells = share === null ? '' : `▕${'█'.repeat(share * CELLS).padEnd(CELLS)}▏${percent}  `
      const line = `${label.padEnd(20)}${cells}${detail}`
      output.write(CLEAR_LINE + line.slice(0, (output.columns ?? 80) - 1))
      isDrawn = true
    },
    print(line) {
      clear()
      output.write(`${line}\n`)
    },
    clear,
  }
}
