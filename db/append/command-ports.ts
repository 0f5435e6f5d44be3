import { streamsOf } from '@/domain/event-sourcing/operation'
import type { Loaded, Ports, Unit } from '@/domain/event-sourcing/ports'
import { SKEW_MAX_MS } from '@/domain/event-sourcing/stream'
import { registry } from '../codecs/registry'
import type { Sql } from '../connection'
import { newEventId, requireUuids } from '../ids'
import { catchUp, loadStreams } from '../streams/load'
import { createStateCache } from '../streams/state-cache'
import { loadAnswers } from './answers'
import { save } from './append'
import { loadFacts } from './facts'

/** How much folded state this process keeps, in UTF-16 units: some ten thousands of accounts. */
const CACHE_WEIGHT_MAX = 16_000_000

/** How long after another process was met at an append what is kept is compared with the log. */
const COMPANY_MS = 10_000

const NO_ANSWERS: Loaded['answers'] = new Map()

/**
 * The ports of the six steps, on a PostgreSQL.
 * @param planned what is on the way of every command; see `openPlanned`
 * @param onClockBehind hears of each batch whose recording clock had to be raised by more than
 *   processes differ, by how many milliseconds
 */
export function createPorts(
  sql: Sql,
  planned: Sql,
  publish: () => void,
  onClockBehind: (behindMs: number) => void,
): Ports {
  const cache = createStateCache(CACHE_WEIGHT_MAX)
  let hasCompanyUntil = 0

  /** The streams that are kept, moved on by what others wrote if that is asked for; else loaded. */
  async function loadPresent(ids: readonly string[], isShared: boolean) {
    const kept = ids.flatMap(id => cache.get(id) ?? [])
    const streams = new Map(kept.map(stream => [stream.aggregateId, stream]))
    const missing = ids.filter(id => !streams.has(id))
    const found = await Promise.all([
      missing.length > 0 ? loadStreams(planned, missing) : [],
      isShared && kept.length > 0 ? catchUp(planned, kept) : [],
    ])
    for (const [id, stream] of found.flatMap(part => [...part])) streams.set(id, stream)
    return streams
  }

  return {
    registry,
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
      const saved = await save(planned, units).catch(error => {
        // What is kept may be what the log refuses to go on from.
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

/** The latest recording clock of a batch, in milliseconds; 0 when it records nothing. */
function latest(units: readonly Unit[]): number {
  const streams = units.flatMap(unit => unit.streams)
  return streams.reduce((last, { stream }) => Math.max(last, stream.createdAt?.getTime() ?? 0), 0)
}
