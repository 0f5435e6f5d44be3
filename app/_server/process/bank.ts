import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseUrl, openSql, type Sql } from '@/db/connection'
import { createEventStore, type EventStore } from '@/db/event-store'
import { startFeed } from '@/db/feed/runner'
import { followFeed, type Moved } from '@/db/feed/tail'
import { SUBSCRIBERS } from '@/db/projections/subscribers'
import { type Db, openDb } from '@/db/query'
import { systemClock } from '@/db/system-clock'
import { boundedOptions, COMMANDS, FEED, HEALTH, READS } from '@/db/trouble/bounds'
import { troubleOf } from '@/db/trouble/failures'
import { createExecutor, type ExecutorLimits } from '@/domain/event-sourcing/command-executor'
import { handleCommands } from '@/domain/event-sourcing/command-handler'
import { lanesIn } from '@/domain/event-sourcing/operation'
import type { Answer, CommandEnvelope, Unit } from '@/domain/event-sourcing/ports'
import { createClockWarning } from './clock-warning'
import { boundByRequest, DEADLINES, outsideRequests } from './deadlines'
import { logFailure } from './log'
import { createRecording, type Recording } from './recording'
import { beforeExit } from './shutdown'

/** The bank of this process: its log, its queries, and the one queue that its commands wait in. */
export type Bank = {
  readonly store: EventStore
  readonly db: Db
  /** A connection for the question whether the database answers, however busy the others are. */
  readonly probe: Sql
  readonly recording: Recording
  /** Executes a command; never rejects. */
  execute(envelope: CommandEnvelope): Promise<Answer>
  /** Resolves when every command that was accepted is answered. */
  idle(): Promise<void>
  /** Tells of every new event, whoever wrote it, from now on; returns how to stop that. */
  follow(hear: (moved: readonly Moved[]) => void): () => void
  /** Closes the connections, after the commands under way. */
  close(): Promise<void>
}

/** A full array of the API makes a batch; twenty of them may wait. */
const LIMITS: ExecutorLimits = {
  queueMax: 20_000,
  batchMax: 1_000,
  // One is decided and encoded here while the other is being committed.
  batchesMax: 2,
  deadlineMs: DEADLINES.command,
}

/** How long the feed may take to end what it has begun when the process is asked to end. */
const STOP_MS = 5_000

declare global {
  var daybookBank: Bank | undefined
}

/**
 * The bank, opened when it is first asked for. It hangs on `globalThis` because Next.js evaluates
 * a module once for each kind of request, and there must be one queue and one pool. DATABASE_URL is
 * that of the web process's login here, which can add to the log and change nothing in it.
 */
export function bank(): Bank {
  globalThis.daybookBank ??= outsideRequests(() => openBank(databaseUrl()))
  return globalThis.daybookBank
}

/** Opens a bank on a migrated database. */
function openBank(url: string): Bank {
  const feedSql = openSql(url, boundedOptions(url, FEED))
  const feed = startFeed(feedSql, SUBSCRIBERS, (error, loop) =>
    logFailure(`Feed ${loop} failed; retrying`, error),
  )
  const onquery = boundByRequest
  const reads = boundedOptions(url, READS, { onquery })
  const store = createEventStore(url, feed.ring, {
    reads,
    commands: boundedOptions(url, COMMANDS),
    onClockBehind: createClockWarning(),
  })
  const db = openDb(url, reads)
  const probe = openSql(url, boundedOptions(url, HEALTH, { onquery, max: 1 }))
  const recording = createRecording()
  const ports = {
    ...store,
    save: (units: readonly Unit[]) => watchSaving(recording, store.save(units)),
  }
  const executor = createExecutor(
    // A batch is of many requests, and goes on when the deadline of one has passed.
    (commands, attemptOf) => outsideRequests(() => handleCommands(commands, ports, attemptOf)),
    lanesIn(store.registry),
    LIMITS,
    systemClock,
    error => {
      recording.failed(error)
      logFailure('A command could not be executed', error)
    },
    troubleOf,
  )
  const follow = (hear: (moved: readonly Moved[]) => void) =>
    outsideRequests(() =>
      followFeed(feedSql, feed, hear, error =>
        logFailure('Following the feed failed; retrying', error),
      ),
    )
  const stop = async () => {
    await executor.idle()
    // Its rows are let go of when its connections are: nothing depends on how it ends.
    await Promise.race([feed.stop(), sleep(STOP_MS, undefined, { ref: false })])
  }
  const forget = beforeExit(stop)
  return {
    store,
    db,
    probe,
    recording,
    execute: executor.execute,
    idle: executor.idle,
    follow,
    async close() {
      forget()
      await stop()
      await Promise.all([
        store.close(),
        db.$client.end({ timeout: 5 }),
        probe.end({ timeout: 5 }),
        feedSql.end({ timeout: 5 }),
      ])
      globalThis.daybookBank = undefined
    },
  }
}

/** Notes that something was recorded, when it was. */
async function watchSaving(recording: Recording, saving: Promise<ReadonlySet<Unit>>) {
  const saved = await saving
  if (saved.size > 0) recording.succeeded()
  return saved
}
