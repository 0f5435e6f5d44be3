import 'server-only'
import { troubleOf } from '@/db/trouble/failures'
import type { TroubleReason } from '@/domain/event-sourcing/ports'

/** For so long after commands have failed the bank counts as not recording, whatever a probe says. */
const REMEMBERED_MS = 10_000

/** Whether the bank can record, as the commands of this process have shown. */
export type Recording = ReturnType<typeof createRecording>

/** Opens the watch on one bank. */
export function createRecording() {
  let last: { readonly reason: TroubleReason; readonly atMs: number } | null = null
  return {
    /** Hears what commands failed of; faults of their own say nothing about the bank. */
    failed(error: unknown): void {
      const reason = troubleOf(error)
      if (reason !== null) last = { reason, atMs: performance.now() }
    },
    /** Hears that something was recorded. */
    succeeded(): void {
      last = null
    },
    /** What recording has failed of, and whether that was just now; null: of nothing. */
    trouble(): { readonly reason: TroubleReason; readonly isFresh: boolean } | null {
      if (last === null) return null
      return { reason: last.reason, isFresh: performance.now() - last.atMs < REMEMBERED_MS }
    },
  }
}
