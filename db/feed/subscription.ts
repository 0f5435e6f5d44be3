import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, sql as fragment } from 'drizzle-orm'
import { NewerEvent } from '../codecs/codec'
import type { Sql, Transaction } from '../connection'
import { CURRENT_EPOCH } from '../epoch'
import { drizzleOn } from '../query'
import { parkedEvents, subscriptions } from '../schema'
import { detachedYearOf } from '../streams/detached'
import { troubleOf } from '../trouble/failures'
import { type FeedEvent, type FeedRow, feedEvent, feedHead, readFeedRows } from './read-feed'

/**
 * Handles events in feed order. What it writes through `tx` commits with the checkpoint: exactly
 * once. Any other effect happens at least once.
 */
export type Handler = (events: readonly FeedEvent[], tx: Transaction) => Promise<void>

export type Subscriber = {
  readonly name: string
  /** It gets events of these aggregate types only. */
  readonly aggregateTypes: readonly string[]
  readonly handle: Handler
}

/** The checkpoint is ahead of the feed: the database was restored to an earlier moment. */
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
        `ahead too. Once you have checked that: npm run feed -- reset ${subscription} ${head}`,
    )
  }
}

/** The checkpoint is of another epoch: the database was restored from a backup. */
export class CheckpointOfOtherEpoch extends Error {
  override readonly name = 'CheckpointOfOtherEpoch'
  constructor(
    readonly subscription: string,
    readonly position: number,
    readonly epoch: string,
    readonly current: string,
  ) {
    super(
      `The checkpoint of “${subscription}” is position ${position} of epoch ${epoch}, and the bank is in ` +
        `epoch ${current}: it was restored from a backup. What this subscriber wrote elsewhere may ` +
        'be about events that the bank has no more. Once you have checked that: npm run feed -- ' +
        `reset ${subscription} POSITION`,
    )
  }
}

/** The maximum number of events handled in one transaction. */
const BATCH_MAX = 500

/** The number of attempts before an event is parked. */
const ATTEMPTS_MAX = 5

/**
 * Handles the next batch of events of a subscription, and moves its checkpoint. The row lock makes
 * it the only active reader of that name in all processes. If a batch fails, its events are handled
 * one by one; a poison event is parked with its error, and the rest go on.
 * @returns how many events were handled or parked; null while another process is the reader
 * @throws CheckpointAhead for a checkpoint that the feed has not reached
 * @throws CheckpointOfOtherEpoch for one from before a restore
 * @throws NewerEvent for an event of a newer program, whose processes will handle it
 */
export async function advanceSubscription(sql: Sql, subscriber: Subscriber) {
  try {
    return await handleNext(sql, subscriber, BATCH_MAX)
  } catch (error) {
    if (isFinal(error)) throw error
    return handleAlone(sql, subscriber)
  }
}

/** Database trouble, or cold storage, is not an event's fault: none is parked for it. */
function isFinal(error: unknown): boolean {
  if (error instanceof CheckpointAhead || error instanceof CheckpointOfOtherEpoch) return true
  if (detachedYearOf(error) !== null) return true
  return error instanceof NewerEvent || troubleOf(error) !== null
}

async function handleNext(sql: Sql, subscriber: Subscriber, limit: number) {
  const { name } = subscriber
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
    const events = eventsFor(subscriber, rows)
    if (events.length > 0) await subscriber.handle(events, tx)
    await moveCheckpoint(tx, name, Number(last.position))
    return rows.length
  })
}

/** The events that a subscriber handles; those of other types are not even decoded. */
export function eventsFor(
  { aggregateTypes }: Pick<Subscriber, 'aggregateTypes'>,
  rows: readonly FeedRow[],
): FeedEvent[] {
  return rows.filter(row => aggregateTypes.includes(row.aggregate_type)).map(feedEvent)
}

/** Handles one event, with retries, or parks it. */
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

/** Parks the next event with its error, and moves the checkpoint past it. */
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
  await typed
    .insert(subscriptions)
    .values({ name, position: 0, epoch: CURRENT_EPOCH })
    .onConflictDoNothing()
  const { position, epoch } = subscriptions
  const [row] = await typed
    .select({ position, epoch, current: CURRENT_EPOCH })
    .from(subscriptions)
    .where(eq(subscriptions.name, name))
    .for('update', { skipLocked: true })
  if (!row) return null
  // Null: from before there were epochs.
  if (row.epoch !== null && row.epoch !== row.current) {
    throw new CheckpointOfOtherEpoch(name, row.position, row.epoch, row.current)
  }
  return row.position
}

async function moveCheckpoint(tx: Transaction, name: string, position: number) {
  await drizzleOn(tx).update(subscriptions).set({ position }).where(eq(subscriptions.name, name))
}

/** The outcome of a replay of parked events. */
export type Replay = { readonly replayed: number; readonly failed: number }

/** Retries the parked events of a subscriber, oldest first; those that fail stay parked. */
export async function replayParked(
  sql: Sql,
  { name, handle }: Subscriber,
  limit = Number.MAX_SAFE_INTEGER,
): Promise<Replay> {
  const isParked = eq(parkedEvents.subscription, name)
  const parked = await drizzleOn(sql)
    .select({ position: parkedEvents.position })
    .from(parkedEvents)
    .where(isParked)
    .orderBy(parkedEvents.position)
    .limit(limit)
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

/** Moves a checkpoint by hand, for instance after a restore of the database, to a position of now. */
export async function resetCheckpoint(
  sql: Sql | Transaction,
  name: string,
  position: number,
): Promise<void> {
  const to = { position, epoch: CURRENT_EPOCH }
  await drizzleOn(sql)
    .insert(subscriptions)
    .values({ name, ...to })
    .onConflictDoUpdate({ target: subscriptions.name, set: to })
}
