import 'server-only'
import { troubleNow } from '@/app/_server/health/recording-probe'
import { unavailable } from '@/app/_server/http/problems'
import type { Bank } from '@/app/_server/process/bank'
import { clear, raise } from './changes'
import { judge, NO_MEMORY } from './judge'
import type { Channel } from './notices'
import { createOutages } from './outage'
import { keepOutage, type Outage, outageNow, unrecordedOutage } from './outage-now'
import type { Rule } from './rules'

/**
 * Watches whether this process can record anything. Each process does so for itself: what elects
 * one of them is in the database too.
 */
export function watchDatabase(bank: Bank, rule: Rule, channels: readonly Channel[]) {
  const outages = createOutages(channels)
  let memory = NO_MEMORY
  /** When the outage began that is recorded already. */
  let recordedMs: number | null = null

  function note(turn: 'raised' | 'cleared', outage: Outage): void {
    keepOutage(outage)
    outages.tell(turn, outage)
  }

  /** Records, once something can be recorded, that nothing could be. */
  async function record(): Promise<void> {
    const outage = unrecordedOutage()
    if (!outage) return
    const { sinceMs, untilMs, about } = outage
    if (recordedMs !== sinceMs) {
      await raise(bank, rule, { value: 1, about }, sinceMs)
      recordedMs = sinceMs
    }
    if (untilMs === null) return
    await clear(bank, rule, { value: 0, about: null }, untilMs)
    keepOutage(null)
  }

  /** @returns whether something can be recorded */
  return async (nowMs: number): Promise<boolean> => {
    const trouble = await troubleNow()
    const about = trouble === null ? '' : unavailable(trouble).detail
    const known = outageNow()
    const reading = trouble && { value: 1, about }
    const verdict = judge(rule, memory, reading, known !== null, nowMs)
    memory = verdict.memory
    const { change } = verdict
    if (change?.to === 'raised') note('raised', { sinceMs: change.sinceMs, about, untilMs: null })
    if (change?.to === 'cleared' && known) note('cleared', { ...known, untilMs: change.sinceMs })
    await outages.send()
    if (trouble !== null) return false
    await record()
    return true
  }
}
