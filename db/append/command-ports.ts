import { streamsOf } from '@/domain/event-sourcing/operation'
import type { Loaded, Ports, Stream, Unit } from '@/domain/event-sourcing/ports'
import { SKEW_MAX_MS } from '@/domain/event-sourcing/stream'
import { registry } from '../codecs/registry'
import type { Sql } from '../connection'
import { newEventId, requireUuids } from '../ids'
import { catchUp, loadStreams } from '../streams/load'
import { createStateCache } from '../streams/state-cache'
import { loadAnswers } from './answers'
import { saveUnits } from './append'
import { loadFacts } from './facts'

/** The maximum weight of cached states, in UTF-16 units: tens of thousands of accounts. */
const CACHE_WEIGHT_MAX = 16_000_000

/** How long cached states are compared with the log after another process was met at an append. */
const COMPANY_MS = 10_000

const NO_ANSWERS: Loaded['answers'] = new Map()

/** Who hears of what the ports meet. */
type Hearers = {
  /**
   * Called with a difference in milliseconds for each batch whose recording clock had to be raised
   * by more than the usual skew between processes.
   */
  readonly onClockBehind: (behindMs: number) => void
  /** Called after each commit with the seconds that its transaction took. */
  readonly onCommitted?: ((seconds: number) => void) | undefined
}

/** How often the state of a stream was in the cache, and how often not. */
type CacheReads = { hits: number; misses: number }

/**
 * The ports of the six steps on PostgreSQL.
 * @param planned the client for the statements that every command needs; see `openPlanned`
 */
export function createPorts(
  sql: Sql,
  planned: Sql,
  publish: () => void,
  { onClockBehind, onCommitted }: Hearers,
): Ports & {
  readonly cacheReads: CacheReads
  /** Streams at their end, by id: those that commands have left in the cache cost an index seek each. */
  caughtUp(ids: readonly string[]): Promise<ReadonlyMap<string, Stream>>
} {
  const cache = createStateCache(CACHE_WEIGHT_MAX)
  const cacheReads: CacheReads = { hits: 0, misses: 0 }
  let hasCompanyUntil = 0

  /** Cached streams, caught up with other writers if `isShared`; the rest are loaded. */
  async function loadPresent(ids: readonly string[], isShared: boolean) {
    const kept = ids.flatMap(id => cache.get(id) ?? [])
    const streams = new Map(kept.map(stream => [stream.aggregateId, stream]))
    const missing = ids.filter(id => !streams.has(id))
    cacheReads.hits += kept.length
    cacheReads.misses += missing.length
    const found = await Promise.all([
      missing.length > 0 ? loadStreams(planned, missing) : [],
      isShared && kept.length > 0 ? catchUp(planned, kept) : [],
    ])
    for (const [id, stream] of found.flatMap(part => [...part])) streams.set(id, stream)
    return streams
  }

  return {
    registry,
    cacheReads,
    caughtUp: ids => loadPresent(ids, true),
    async load(commands, attemptOf): Promise<Loaded> {
      requireUuids(
        'command id',
        commands.map(({ commandId }) => commandId),
      )
      const refs = new Map(commands.map(command => [command, streamsOf(registry, command)]))
      const ids = [...new Set([...refs.values()].flat().map(({ id }) => id))]
      const tried = commands.filter(command => attemptOf(command) > 1)
      for (const command of tried) {
        if (attemptOf(command) > 2) for (const { id } of refs.get(command) ?? []) cache.forget(id)
      }
      const isShared = tried.length > 0 || performance.now() < hasCompanyUntil
      const [streams, answers] = await Promise.all([
        loadPresent(ids, isShared),
        tried.length > 0 ? loadAnswers(sql, tried) : NO_ANSWERS,
      ])
      const facts = await loadFacts(planned, refs, streams)
      return { streams, facts, answers }
    },
    async save(units: readonly Unit[]) {
      const saved = await saveUnits(planned, units, onCommitted).catch(error => {
        // The log may have rejected the batch because the cached state is wrong.
        for (const { streams } of units)
          for (const { stream } of streams) cache.forget(stream.aggregateId)
        throw error
      })
      if (saved.size < units.length) hasCompanyUntil = performance.now() + COMPANY_MS
      for (const { streams } of saved) for (const { stream } of streams) cache.put(stream)
      const behindMs = latest(units) - Date.now()
      if (behindMs > SKEW_MAX_MS) onClockBehind(behindMs)
      return saved
    },
    publish,
    now: () => new Date(),
    newEventId,
    pause: attempt =>
      new Promise(resolve => setTimeout(resolve, Math.random() * Math.min(4 * 2 ** attempt, 500))),
  }
}

/** The latest recording clock of a batch, in epoch milliseconds; 0 without events. */
function latest(units: readonly Unit[]): number {
  const streams = units.flatMap(unit => unit.streams)
  return streams.reduce((last, { stream }) => Math.max(last, stream.createdAt?.getTime() ?? 0), 0)
}
