import 'server-only'
import { troubleOf } from '@/db/trouble/failures'
import type { TroubleReason } from '@/domain/event-sourcing/ports'
import { isPassing } from '@/domain/event-sourcing/unavailable'

/** For this long after a command failed the bank counts as not recording, whatever a probe says. */
const REMEMBERED_MS = 10_000

/** Whether the bank can record, judged by the commands of this process. */
export type Recording = ReturnType<typeof createRecording>

export function createRecording() {
  let last: { readonly reason: TroubleReason; readonly atMs: number } | null = null
  return {
    /**
     * Called with the error of each failed command; faults of the commands themselves don't count.
     */
    failed(error: unknown): void {
      const reason = troubleOf(error)
      if (reason !== null) last = { reason, atMs: performance.now() }
    },
    /** Called with each error of the feed: a bank without commands learns of a full disk by it. */
    feedFailed(error: unknown): void {
      const reason = troubleOf(error)
      if (reason !== null && !isPassing(reason)) last = { reason, atMs: performance.now() }
    },
    /** Called after each successful append. */
    succeeded(): void {
      last = null
    },
    /** Why recording failed, and whether that was just now; null when it works. */
    trouble(): { readonly reason: TroubleReason; readonly isFresh: boolean } | null {
      if (last === null) return null
      return { reason: last.reason, isFresh: performance.now() - last.atMs < REMEMBERED_MS }
    },
  }
}
