import 'server-only'

/** Figures that cost a query, kept for some seconds. */
export type KeptFigures<Figures> = {
  /** Asks anew if what is kept is old. Resolves soon, with an answer or without one. */
  refresh(): Promise<void>
  /** The figures; null: none are known, or they are outdated. */
  current(): Figures | null
  /** Whether the last question was answered; null before the first. */
  isAnswered(): boolean | null
}

/** For how long figures count as new: several collectors may ask at once. */
const FRESH_MS = 5_000

/** The most that an asker waits: a database that hangs must not hide the figures of the process. */
const WAIT_MS = 1_000

/** Older figures are not told: they would look like a bank in which nothing moves. */
const KEPT_MS = 60_000

/**
 * Keeps figures of the database between two scrapes. There is one question at a time, however many
 * ask.
 */
export function keepFigures<Figures>(
  ask: () => Promise<Figures>,
  { nowMs = () => performance.now(), waitMs = WAIT_MS } = {},
): KeptFigures<Figures> {
  let kept: { readonly figures: Figures; readonly atMs: number } | null = null
  let asking: Promise<void> | null = null
  let isAnswered: boolean | null = null

  async function askNow(): Promise<void> {
    try {
      kept = { figures: await ask(), atMs: nowMs() }
      isAnswered = true
    } catch {
      isAnswered = false
    } finally {
      asking = null
    }
  }

  return {
    async refresh() {
      if (isAnswered && kept && nowMs() - kept.atMs < FRESH_MS) return
      asking ??= askNow()
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>(resolve => {
        timer = setTimeout(resolve, waitMs)
      })
      await Promise.race([asking, late])
      clearTimeout(timer)
      // Still no answer: for the reader that is the same as none.
      if (asking !== null) isAnswered = false
    },
    current: () => (kept && nowMs() - kept.atMs < KEPT_MS ? kept.figures : null),
    isAnswered: () => isAnswered,
  }
}
