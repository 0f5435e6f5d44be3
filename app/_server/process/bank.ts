import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { meters } from '@/app/_server/metrics/meters'
import { systemClock } from '@/db/append/system-clock'
import { bankHolidays } from '@/db/bank-holidays'
import { bankZone } from '@/db/bank-zone'
import { databaseUrl, openSql, type PendingQuery, type Sql } from '@/db/connection'
import { createEventStore, type EventStore } from '@/db/event-store'
import { startFeed } from '@/db/feed/runner'
import { followFeed, type Moved } from '@/db/feed/tail'
import { configureUnits } from '@/db/own-units'
import { SUBSCRIBERS } from '@/db/projections/subscribers'
import { type Db, openDb } from '@/db/query'
import { answerToDetached } from '@/db/streams/detached'
import { boundedOptions, COMMANDS, FEED, HEALTH, READS } from '@/db/trouble/bounds'
import { troubleOf } from '@/db/trouble/failures'
import { createExecutor, type ExecutorLimits } from '@/domain/event-sourcing/command-executor'
import { handleCommands } from '@/domain/event-sourcing/command-handler'
import { lanesIn } from '@/domain/event-sourcing/operation'
import type { Answer, CommandEnvelope, Unit } from '@/domain/event-sourcing/ports'
import { type AccessWriter, startAccessLog } from './access-writer'
import { watchedBatches, watchedExecute, watchedQueries, watchedReads } from './bank-watch'
import { type ClockState, guardClock } from './clock-guard'
import { boundByRequest, DEADLINES, outsideRequests } from './deadlines'
import { logFailure } from './log'
import { countingRefusals, countingUnanswered } from './own-figures'
import { startReactors } from './reactors'
import { createRecording, type Recording } from './recording'
import {
  accessLogDays,
  approvedDaySums,
  confirmedDaySums,
  diskFreeMib,
  largeAmounts,
  retriesMs,
  sessionTimes,
} from './settings'
import { beforeExit } from './shutdown'
import { noteIfSlow } from './slow-queries'

/** The bank of this process: its event store, its queries, and the one queue of commands. */
export type Bank = {
  readonly store: EventStore
  readonly db: Db
  /** Connections for health probes only, so that they don't wait for a busy pool. */
  readonly probe: Sql
  /** For looking after the bank: it never waits for the pool that serves requests. */
  readonly upkeep: Sql
  readonly recording: Recording
  /** How the clock of this process stands to the database's and to the log; asks both. */
  clockState(): Promise<ClockState>
  readonly access: AccessWriter
  /** Executes a command; never rejects. */
  execute(envelope: CommandEnvelope): Promise<Answer>
  /** How many commands wait for their turn. */
  waiting(): number
  /** How many commands that the bank did not send itself have no answer yet. */
  unanswered(): number
  /** Resolves when every command that was accepted is answered. */
  idle(): Promise<void>
  /** Reports every new event, whoever wrote it, from now on; returns a function that stops it. */
  follow(hear: (moved: readonly Moved[]) => void): () => void
  /** Finishes the commands under way, then closes the connections. */
  close(): Promise<void>
}

/** A full array of the API makes one batch; up to twenty of them may be queued. */
const LIMITS: ExecutorLimits = {
  queueMax: 20_000,
  batchMax: 1_000,
  // One batch is decided and encoded here while the other is being committed.
  batchesMax: 2,
  deadlineMs: DEADLINES.command,
}

/** So many checks ask the database at once, and none waits for a locked table behind another. */
const PROBES_MAX = 4

/** How long the feed, and the rounds beside it, may take to finish at shutdown. */
const STOP_MS = 5_000

declare global {
  var daybookBank: Bank | undefined
}

/**
 * The bank, opened on first use. Kept on `globalThis` because Next.js evaluates a module once for
 * each kind of request, and there must be one queue and one pool. DATABASE_URL is the login of the
 * web process, which can append to the log and change nothing in it.
 */
export function bank(): Bank {
  globalThis.daybookBank ??= outsideRequests(() => openBank(databaseUrl()))
  return globalThis.daybookBank
}

/** Reads the settings that are needed later, so that a wrong one is told at the start. */
function checkSettings(): void {
  largeAmounts()
  sessionTimes()
  approvedDaySums()
  confirmedDaySums()
  diskFreeMib()
  bankZone()
  bankHolidays()
  retriesMs()
}

/** Opens a bank on a migrated database. */
function openBank(url: string): Bank {
  configureUnits()
  checkSettings()
  const accessDays = accessLogDays()
  const feedSql = openSql(url, boundedOptions(url, FEED, watchedQueries('feed', 10)))
  const recording = createRecording()
  const feed = startFeed(feedSql, SUBSCRIBERS, (error, loop) => {
    recording.feedFailed(error)
    logFailure(`Feed ${loop} failed; retrying`, error)
  })
  const onquery = bounded
  const probe = openSql(url, boundedOptions(url, HEALTH, { onquery, max: PROBES_MAX }))
  const upkeep = openSql(url, boundedOptions(url, FEED, { max: 3 }))
  const clock = guardClock(probe)
  const opened = createEventStore(url, feed.ring, {
    reads: boundedOptions(url, READS, watchedQueries('reads', 10, onquery)),
    commands: boundedOptions(url, COMMANDS, watchedQueries('commands', 4)),
    onClockBehind: clock.isBehind,
    onCommitted: meters()?.committed,
  })
  const store = watchedReads(opened)
  const db = openDb(url, boundedOptions(url, READS, watchedQueries('people', 10, onquery)))
  const executor = openExecutor(store, recording)
  const follow = (hear: (moved: readonly Moved[]) => void) =>
    outsideRequests(() =>
      followFeed(feedSql, feed, hear, error =>
        logFailure('Following the feed failed; retrying', error),
      ),
    )
  const others = countingUnanswered(countingRefusals(executor.execute))
  const stopReactors = startReactors(
    { db, store, execute: executor.execute, unanswered: others.unanswered },
    { clock, url, upkeep },
  )
  const access = startAccessLog(db, accessDays)
  const stop = async () => {
    await Promise.race([stopReactors(), sleep(STOP_MS, undefined, { ref: false })])
    await executor.idle()
    await Promise.race([access.stop(), sleep(STOP_MS, undefined, { ref: false })])
    // Closing its connections releases its rows, so it need not finish.
    await Promise.race([feed.stop(), sleep(STOP_MS, undefined, { ref: false })])
  }
  const forget = beforeExit(stop)
  return {
    store,
    db,
    probe,
    upkeep,
    recording,
    clockState: clock.look,
    access,
    ...others,
    waiting: executor.waiting,
    idle: executor.idle,
    follow,
    async close() {
      forget()
      await stop()
      await Promise.all([
        store.close(),
        db.$client.end({ timeout: 5 }),
        probe.end({ timeout: 5 }),
        upkeep.end({ timeout: 5 }),
        feedSql.end({ timeout: 5 }),
      ])
      globalThis.daybookBank = undefined
    },
  }
}

/** The one queue of commands. */
function openExecutor(store: EventStore, recording: Recording) {
  const ports = {
    ...store,
    save: (units: readonly Unit[]) => watchSaving(recording, store.save(units)),
  }
  const executor = createExecutor(
    watchedBatches(ports, (its, commands, attemptOf) =>
      // A batch belongs to many requests and continues when the deadline of one has passed.
      outsideRequests(() => handleCommands(commands, its, attemptOf)),
    ),
    lanesIn(store.registry),
    LIMITS,
    systemClock,
    error => {
      recording.failed(error)
      logFailure('A command could not be executed', error)
    },
    troubleOf,
    answerToDetached,
  )
  return { ...executor, execute: watchedExecute(executor.execute) }
}

/** Bounds a query by its request, and keeps the text of one that is slow. */
function bounded(query: PendingQuery): boolean {
  noteIfSlow(query)
  return boundByRequest(query)
}

/** Records that an append succeeded. */
async function watchSaving(recording: Recording, saving: Promise<ReadonlySet<Unit>>) {
  const saved = await saving
  if (saved.size > 0) recording.succeeded()
  return saved
}
