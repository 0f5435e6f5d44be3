import 'server-only'
import { type Db, databaseUrl, isOutage, openDb, openSql } from '@/db/connection'
import { createEventStore, type EventStore } from '@/db/event-store'
import { startFeed } from '@/db/feed/runner'
import { followFeed, type Moved } from '@/db/feed/tail'
import { SUBSCRIBERS } from '@/db/projections/subscribers'
import { systemClock } from '@/db/system-clock'
import { createExecutor, type ExecutorLimits } from '@/domain/command-executor'
import { handleCommands } from '@/domain/command-handler'
import type { Answer, CommandEnvelope } from '@/domain/ports'
import { logFailure } from './log'
import { beforeExit } from './shutdown'

/** The bank of this process: its log, its queries, and the one queue that its commands wait in. */
export type Bank = {
  readonly store: EventStore
  readonly db: Db
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
  deadlineMs: 10_000,
}

declare global {
  var daybookBank: Bank | undefined
}

/**
 * The bank, opened when it is first asked for. It hangs on `globalThis` because Next.js evaluates
 * a module once for each kind of request, and there must be one queue and one pool. DATABASE_URL is
 * that of the web process's login here, which can add to the log and change nothing in it.
 */
export function bank(): Bank {
  globalThis.daybookBank ??= openBank(databaseUrl())
  return globalThis.daybookBank
}

/** Opens a bank on a migrated database. */
function openBank(url: string): Bank {
  const feedSql = openSql(url)
  const feed = startFeed(feedSql, SUBSCRIBERS, (error, loop) =>
    logFailure(`The feed’s ${loop} failed and is tried again`, error),
  )
  const store = createEventStore(url, feed.ring)
  const db = openDb(url)
  const executor = createExecutor(
    (commands, attemptOf) => handleCommands(commands, store, attemptOf),
    LIMITS,
    systemClock,
    error => logFailure('A command could not be executed', error),
  )
  const follow = (hear: (moved: readonly Moved[]) => void) =>
    followFeed(feedSql, feed, hear, error => {
      if (!isOutage(error)) logFailure('Following the feed failed and is tried again', error)
    })
  const stop = async () => {
    await executor.idle()
    await feed.stop()
  }
  const forget = beforeExit(stop)
  return {
    store,
    db,
    execute: executor.execute,
    idle: executor.idle,
    follow,
    async close() {
      forget()
      await stop()
      await Promise.all([
        store.close(),
        db.$client.end({ timeout: 5 }),
        feedSql.end({ timeout: 5 }),
      ])
      globalThis.daybookBank = undefined
    },
  }
}
