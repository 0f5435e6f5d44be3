import 'server-only'
import { logger, lostLines } from '@/app/_server/log/logger'
import { type Reading, registerReadings } from '@/app/_server/metrics/instruments'
import { type KeptFigures, keepFigures } from '@/app/_server/metrics/kept-figures'
import type { Meters } from '@/app/_server/metrics/meters'
import type { MetricsSettings } from '@/app/_server/metrics/metrics-settings.mjs'
import { poolSizes, poolUse } from '@/app/_server/metrics/pools'
import { serveMetrics } from '@/app/_server/metrics/server'
import { databaseUrl, openSql } from '@/db/connection'
import { ignoredSnapshots } from '@/db/streams/event-rows'
import { boundedOptions, HEALTH } from '@/db/trouble/bounds'
import { type DatabaseFigures, readFigures, type SubscriberFigures } from '@/db/watch/figures'
import { bank } from './bank'
import { outsideRequests } from './deadlines'
import { leaveAlone } from './each-request'
import { beforeExit } from './shutdown'

type Values = ReturnType<Reading['read']>

/**
 * Serves the metrics of this process. What is asked of the database has a connection and time-outs
 * of its own, and is kept for some seconds: a scrape never waits for a busy pool.
 * @param openStreams how many live streams are open
 */
export async function openMetricsPort(
  settings: MetricsSettings,
  { instruments: { registry } }: Meters,
  openStreams: () => number,
): Promise<void> {
  const url = databaseUrl()
  const sql = openSql(url, boundedOptions(url, HEALTH, { max: 1 }))
  const figures = keepFigures(() => outsideRequests(() => readFigures(sql)))
  registerReadings(registry, [...processReadings(openStreams), ...databaseReadings(figures)])
  const write = async () => {
    await figures.refresh()
    return { type: registry.contentType, text: await registry.metrics() }
  }
  try {
    const { close } = await serveMetrics(settings, write, leaveAlone)
    beforeExit(async () => {
      await Promise.all([close(), sql.end({ timeout: 1 })])
    })
    logger().info({ host: settings.host, port: settings.port }, 'metrics are served')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    logger().fatal(
      { code },
      `The metrics can’t be served on ${settings.host}, port ${settings.port} (${code}). Choose ` +
        'another METRICS_PORT or METRICS_HOST.',
    )
    process.exit(1)
  }
}

function processReadings(openStreams: () => number): Reading[] {
  return [
    {
      name: 'daybook_build_info',
      help: 'The version of Node.js that this process runs on.',
      labels: ['node'],
      read: () => [[{ node: process.version }, 1]],
    },
    {
      name: 'daybook_queue_commands',
      help: 'Commands that wait for their batch.',
      read: () => one(bank().waiting()),
    },
    {
      name: 'daybook_state_cache_reads_total',
      help: 'Streams that commands were decided on, by whether their state was in the cache.',
      labels: ['result'],
      read: () => {
        const { hits, misses } = bank().store.cacheReads
        return [
          [{ result: 'hit' }, hits],
          [{ result: 'miss' }, misses],
        ]
      },
    },
    {
      name: 'daybook_snapshots_distrusted_total',
      help: 'Snapshots that contradicted the log; the stream was folded without them.',
      read: () => one(ignoredSnapshots()),
    },
    {
      name: 'daybook_pool_queries',
      help: 'Queries of each pool that have a connection, or wait for one.',
      labels: ['pool', 'state'],
      read: poolUse,
    },
    {
      name: 'daybook_pool_connections_max',
      help: 'The most connections of each pool.',
      labels: ['pool'],
      read: poolSizes,
    },
    {
      name: 'daybook_open_streams',
      help: 'Open streams of server-sent events.',
      read: () => one(openStreams()),
    },
    {
      name: 'daybook_log_lines_lost_total',
      help: 'Lines of the log that could not be written.',
      read: () => one(lostLines()),
    },
  ]
}

function databaseReadings(figures: KeptFigures<DatabaseFigures>): Reading[] {
  const each = (value: (its: SubscriberFigures) => number) => (): Values =>
    (figures.current()?.subscribers ?? []).map(its => [{ subscriber: its.name }, value(its)])
  return [
    {
      name: 'daybook_database_up',
      help: '1: the database answered the last scrape in time; 0: it did not.',
      read: () => one(figures.isAnswered() === true ? 1 : 0),
    },
    {
      name: 'daybook_database_size_bytes',
      help: 'The size of the database on disk.',
      read: () => one(figures.current()?.sizeBytes),
    },
    {
      name: 'daybook_last_backup_age_seconds',
      help: 'Since the last complete backup; absent without one.',
      read: () => one(figures.current()?.backupAgeSeconds ?? undefined),
    },
    {
      name: 'daybook_feed_lag_events',
      help: 'Events that a subscriber has not handled yet; the sequencer gives them positions first.',
      labels: ['subscriber'],
      read: each(({ lagEvents }) => lagEvents),
    },
    {
      name: 'daybook_feed_lag_seconds',
      help: 'The age of the oldest event that a subscriber has not handled yet.',
      labels: ['subscriber'],
      read: each(({ lagSeconds }) => lagSeconds),
    },
    {
      name: 'daybook_parked_events',
      help: 'Events that a subscriber could not handle, parked with their error.',
      labels: ['subscriber'],
      read: each(({ parkedEvents }) => parkedEvents),
    },
  ]
}

/** A value without labels; none at all while it is not known. */
function one(value: number | undefined): Values {
  return value === undefined ? [] : [[{}, value]]
}
