import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, sql as fragment } from 'drizzle-orm'
import { NewerEvent } from '../codecs/codec'
import type { Sql, Transaction } from '../connection'
import { drizzleOn } from '../query'
import { parkedEvents, subscriptions } from '../schema'
import { troubleOf } from '../trouble/failures'
import { type FeedEvent, feedEvent, feedHead, readFeedRows } from './read-feed'

/**
 * Handles events in feed order. What it writes through `tx` is committed together with the
 * checkpoint: exactly once. Any other effect happens at least once.
 */
export type Handler = (events: readonly FeedEvent[], tx: Transaction) => Promise<void>

/** A named reader of the feed. */
export type Subscriber = {
  readonly name: string
  /** The types of the aggregates whose events it handles; it hears of no other. */
  readonly aggregateTypes: readonly string[]
  readonly handle: Handler
}

/** A checkpoint that is ahead of the feed: the database was restored to an earlier moment. */
export class CheckpointAhead extends Error {
  override readonly name = 'CheckpointAhead'
  constructor(
    readonly subscription: string,
    readonly position: number,
    readonly head: number,
  ) {
    super(
      `The checkpoint of “${subscription}” is ${position}, but the feed ends at ${head}: the ` +
        'database was restored to an earlier moment. What this subscriber wrote elsewhere may be ' +
        `ahead too. When that is settled: npm run feed -- reset ${subscription} ${head}`,
    )
  }
}

/** How many events are handled in one transaction at most. */
const BATCH_MAX = 500

/** How often an event that cannot be handled is tried before it is set aside. */
const ATTEMPTS_MAX = 5

/**
 * Handles the next events of a subscription, up to a batch, and moves its checkpoint.
 * The row lock makes it the one active reader of that name, in any process. When a batch fails, its
 * events are handled one by one; one that fails for good is parked with its error, and the rest go
 * on.
 * @returns how many events were handled or parked; null when another process is the reader
 * @throws CheckpointAhead for a checkpoint that the feed has not reached
 * @throws NewerEvent for an event of a newer program: that program's processes go on with it
 */
export async function advanceSubscription(sql: Sql, subscriber: Subscriber) {
  try {
    return await handleNext(sql, subscriber, BATCH_MAX)
  } catch (error) {
    if (isFinal(error)) throw error
    return handleAlone(sql, subscriber)
  }
}

/** Trouble of the database is no fault of an event: none is parked for it. */
function isFinal(error: unknown): boolean {
  const isTrouble = troubleOf(error) !== null
  return error instanceof CheckpointAhead || error instanceof NewerEvent || isTrouble
}

async function handleNext(sql: Sql, { name, aggregateTypes, handle }: Subscriber, limit: number) {
  return sql.begin(async tx => {
    const position = await lockCheckpoint(tx, name)
    if (position === null) return null
    const rows = await readFeedRows(tx, position, limit)
    const last = rows.at(-1)
    if (!last) {
      const head = await feedHead(tx)
      if (position > head) throw new CheckpointAhead(name, position, head)
      return 0
    }
    const events = rows.filter(row => aggregateTypes.includes(row.aggregate_type)).map(feedEvent)
    if (events.length > 0) await handle(events, tx)
    await moveCheckpoint(tx, name, Number(last.position))
    return rows.length
  })
}

/** Handles one event, with patience, or parks it. */
async function handleAlone(sql: Sql, subscriber: Subscriber) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await handleNext(sql, subscriber, 1)
    } catch (error) {
      if (isFinal(error)) throw error
      if (attempt === ATTEMPTS_MAX) return park(sql, subscriber.name, error)
      await sleep(10 * 2 ** attempt)
    }
  }
}

/** Sets the next event aside with the error that it raised, and moves the checkpoint over it. */
async function park(sql: Sql, name: string, error: unknown) {
  return sql.begin(async tx => {
    const position = await lockCheckpoint(tx, name)
    if (position === null) return null
    const [row] = await readFeedRows(tx, position, 1)
    if (!row) return 0
    const parked = Number(row.position)
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    await drizzleOn(tx)
      .insert(parkedEvents)
      .values({
        subscription: name,
        position: parked,
        attempts: ATTEMPTS_MAX,
        error: reason.slice(0, 2000),
        parkedAt: fragment`now()`,
      })
    await moveCheckpoint(tx, name, parked)
    return 1
  })
}

async function lockCheckpoint(tx: Transaction, name: string): Promise<number | null> {
  const typed = drizzleOn(tx)
  await typed.insert(subscriptions).values({ name, position: 0 }).onConflictDoNothing()
  const [row] = await typed
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.name, name))
    .for('update', { skipLocked: true })
  return row?.position ?? null
}

async function moveCheckpoint(tx: Transaction, name: string, position: number) {
  await drizzleOn(tx).update(subscriptions).set({ position }).where(eq(subscriptions.name, name))
}

/** What came of a replay of parked events. */
export type Replay = { readonly replayed: number; readonly failed: number }

/** Hands the parked events of a subscriber to it again, oldest first; those that fail stay. */
export async function replayParked(sql: Sql, { name, handle }: Subscriber): Promise<Replay> {
  const isParked = eq(parkedEvents.subscription, name)
  const parked = await drizzleOn(sql)
    .select({ position: parkedEvents.position })
    .from(parkedEvents)
    .where(isParked)
    .orderBy(parkedEvents.position)
  let failed = 0
  for (const { position } of parked) {
    try {
      await sql.begin(async tx => {
        const taken = await drizzleOn(tx)
          .delete(parkedEvents)
          .where(and(isParked, eq(parkedEvents.position, position)))
          .returning({ position: parkedEvents.position })
        const [row] = await readFeedRows(tx, position - 1, 1)
        if (taken.length === 1 && row) await handle([feedEvent(row)], tx)
      })
    } catch (error) {
      if (isFinal(error)) throw error
      failed++
    }
  }
  return { replayed: parked.length - failed, failed }
}

/** Moves a checkpoint by hand, for instance after the database was restored. */
export async function resetCheckpoint(sql: Sql, name: string, position: number): Promise<void> {
  await drizzleOn(sql)
    .insert(subscriptions)
    .values({ name, position })
    .onConflictDoUpdate({ target: subscriptions.name, set: { position } })
}
