import 'server-only'
import { dressLog } from '@/app/_server/log/logger'
import { startMeters } from '@/app/_server/metrics/meters'
import { readMetricsSettings } from '@/app/_server/metrics/metrics-settings.mjs'
import { isTracingWanted } from '@/app/_server/traces/tracing'
import { currentNotes } from './request-notes'
import { readPatterns } from './route-pattern'

/** What can be watched of this process, besides its log. */
export type Watching = {
  /** Serves the metrics, if they are asked for; once the bank is open. */
  openPort(openStreams: () => number): Promise<void>
}

/**
 * Starts what the settings ask for: a readable log, metrics, traces. Before the bank is opened. What
 * is not asked for is not even loaded.
 */
export async function startWatching(): Promise<Watching> {
  await dressLog()
  if (isTracingWanted()) {
    const { startTracing } = await import('@/app/_server/traces/start')
    await startTracing(readPatterns(), traceId => {
      const notes = currentNotes()
      if (notes) notes.traceId = traceId
    })
  }
  const settings = readMetricsSettings(process.env)
  if (settings === null) return { openPort: async () => {} }
  const { createInstruments } = await import('@/app/_server/metrics/instruments')
  const meters = startMeters(createInstruments)
  return {
    async openPort(openStreams) {
      const { openMetricsPort } = await import('./metrics-port')
      await openMetricsPort(settings, meters, openStreams)
    },
  }
}
