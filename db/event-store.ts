import type { Unit } from '@/domain/event-sourcing/ports'
import { findEventsOfCommand } from './append/answers'
import { saveUnit } from './append/append'
import { appendEvents, type NewEvent, type StreamWrite } from './append/append-events'
import { createPorts } from './append/command-ports'
import { findRefusal, type RefusalPage, readRefusals } from './append/refusals'
import { type Options, openPlanned, openSql, type Sql } from './connection'
import { type Point, readCourse } from './past/course'
import { readCourseByDate } from './past/course-by-date'
import { differences } from './past/differences'
import { type ByDate, entriesAfter, explainByDate } from './past/effective-order'
import { explain } from './past/explanation'
import { foldSteps } from './past/fold-steps'
import { followPeople } from './projections/people'
import { insightsOf } from './projections/read-insights'
import { endOfLog, endOfStream } from './streams/book-end'
import { loadStreams } from './streams/load'
import {
  readStoredEvent,
  readStream,
  readStreamPage,
  type StreamPage,
  VERSION_MAX,
} from './streams/read-stream'
import { type Moment, type StateAt, stateAt } from './streams/state-at'
import { readTimeline, type TimelineQuery } from './timeline/account-timeline'
import { readNewest, readNewestOfEach, readTransfers } from './timeline/across-streams'
import { type LogTimelineQuery, readLogTimeline } from './timeline/bank-timeline'
import { countRefusedSince, readDayTotals } from './timeline/day-totals'
import { findCommand, findEvent } from './timeline/find-by-id'
import { lastVersionAt } from './timeline/last-version'
import { sumMovedAlone, sumSent } from './timeline/moved-alone'
import { type LogQuery, readLog } from './timeline/read-log'
import { type Days, readRecentFlows } from './timeline/recent-flows'
import { type EntryKey, readReversals } from './timeline/reversals'

export { type NewEvent, RacesLost, VersionConflict } from './append/append-events'

export type EventStore = ReturnType<typeof createEventStore>

/** Options for a process that serves others. */
export type StoreOptions = {
  /** Options of its clients if callers wait for them; see bounds.ts. */
  readonly reads?: Options
  readonly commands?: Options
  /** Called when this process's clock is behind the log; see `createPorts`. */
  readonly onClockBehind?: (behindMs: number) => void
  /** Called after each commit with the seconds that its transaction took. */
  readonly onCommitted?: ((seconds: number) => void) | undefined
}

/**
 * Opens the event store of a migrated database. It connects when it is first used.
 * @param publish wakes the feed after each commit; without it the feed polls
 */
export function createEventStore(
  url: string,
  publish: () => void = () => {},
  { reads, commands, onClockBehind = () => {}, onCommitted }: StoreOptions = {},
) {
  const sql = openSql(url, reads)
  const planned = openPlanned(url, { ...commands, max: 4 })
  // A plan for each read would look at every year of the archive again.
  const seeks = openPlanned(url, { ...reads, max: 4 })
  return {
    ...createPorts(sql, planned, publish, { onClockBehind, onCommitted }),
    ...writesOf(sql),
    ...readsOf(sql, seeks),
    ...timelinesOf(sql),

    close: async () => {
      await Promise.all([sql, planned, seeks].map(client => client.end({ timeout: 5 })))
    },
  }
}

function writesOf(sql: Sql) {
  return {
    /** Saves a prepared unit in one transaction; see `saveUnit`. */
    saveUnit: (unit: Unit) => saveUnit(sql, unit),

    /** Appends to one or several streams, each at its expected version; see `appendEvents`. */
    appendEvents: (writes: readonly StreamWrite[]) => appendEvents(sql, writes),

    /**
     * Appends events to one stream that must be at `expectedVersion` (0: it must not exist).
     * @throws VersionConflict when it is not; then nothing is saved
     */
    saveEvents: (aggregateId: string, events: readonly NewEvent[], expectedVersion: number) =>
      appendEvents(sql, [{ aggregateId, events, expected: expectedVersion }]),

    /** Writes the role and standing of people where requests read them; see `followPeople`. */
    followPeople: (streamIds: readonly string[]) => followPeople(sql, streamIds),
  }
}

/** @param seeks for reads of one stream by its keys, whose plan is always the same */
function readsOf(sql: Sql, seeks: Sql) {
  return {
    /** All events of a stream, oldest first. For long streams, read pages with `readEvents`. */
    getEventsForAggregate: (aggregateId: string) => readStream(seeks, aggregateId, 1, VERSION_MAX),

    /** The events from `startVersion` to `endVersion`, both inclusive, oldest first. */
    getEventStream: (aggregateId: string, startVersion: number, endVersion: number) =>
      readStream(seeks, aggregateId, startVersion, endVersion),

    /** Streams at their end, by id, as of one moment; see `loadStreams`. */
    present: (aggregateIds: readonly string[]) => loadStreams(sql, aggregateIds),

    /** The state of a stream at a moment on either clock, or at a version; see `stateAt`. */
    stateAt: (aggregateId: string, moment: Moment) => stateAt(seeks, aggregateId, moment),

    /** The latest date on either clock, in a stream and in the whole log. */
    endOfStream: (aggregateId: string) => endOfStream(sql, aggregateId),
    endOfLog: () => endOfLog(sql),
    /** The balance of a stream after each of these versions; see `readCourse`. */
    readCourse: (aggregateId: string, versions: readonly number[]) =>
      readCourse(sql, aggregateId, versions),

    /** The same by effective date, with late events at their place; see `readCourseByDate`. */
    readCourseByDate: (aggregateId: string, course: readonly Point[], knownAt?: Date) =>
      readCourseByDate(sql, aggregateId, course, knownAt),

    /** The events that make up the balance at a moment, a page at a time; see `explain`. */
    explain: (aggregateId: string, at: StateAt, page: { before?: number; limit: number }) =>
      explain(sql, aggregateId, at, page),

    /** The same in effective order, and the events that follow; see `explainByDate`. */
    explainByDate: (of: ByDate, page: { before?: number; limit: number }) =>
      explainByDate(sql, of, page),
    entriesAfter: (of: ByDate, limit: number) => entriesAfter(sql, of, limit),

    /** The events between two moments of a stream, whose states are known; see `differences`. */
    differences: (
      aggregateId: string,
      moments: readonly [Moment, Moment],
      states: readonly [StateAt, StateAt],
      page: { after?: number; limit: number },
    ) => differences(sql, aggregateId, moments, states, page),

    /** The fold of a stream, event by event; see `foldSteps`. */
    foldSteps: (aggregateId: string, from: number, to: number) =>
      foldSteps(sql, aggregateId, from, to),

    /** One page of a stream's events, by version. */
    readEvents: (aggregateId: string, page: StreamPage) => readStreamPage(sql, aggregateId, page),

    /** One event as stored, and decoded. */
    readStoredEvent: (aggregateId: string, version: number) =>
      readStoredEvent(sql, aggregateId, version),

    /** The events that a command led to; empty for an unknown or refused command. */
    findEventsOfCommand: (aggregateId: string, commandId: string) =>
      findEventsOfCommand(sql, aggregateId, commandId),

    /** One page of the refused commands of an account, or of the whole bank (null). */
    readRefusals: (aggregateId: string | null, page: RefusalPage) =>
      readRefusals(sql, aggregateId, page),

    /** One refused command on a stream; null for an unknown or accepted one. */
    findRefusal: (aggregateId: string, commandId: string) =>
      findRefusal(sql, aggregateId, commandId),

    /** Totals, flows and lists over the whole bank. */
    insights: insightsOf(sql),
  }
}

/** Lists of events by filters, of one stream or of the whole log. */
function timelinesOf(sql: Sql) {
  return {
    /** The newest events of several streams together; see `readNewest`. */
    readNewest: (streamIds: readonly string[], limit: number) => readNewest(sql, streamIds, limit),

    /** The newest events of each of several streams; see `readNewestOfEach`. */
    readNewestOfEach: (streamIds: readonly string[], limit: number) =>
      readNewestOfEach(sql, streamIds, limit),

    /** The flows by day of several streams; see `readRecentFlows`. */
    readRecentFlows: (streamIds: readonly string[], days: Days, scanMax: number) =>
      readRecentFlows(sql, streamIds, days, scanMax),

    /** The newest sides of transfers of several streams; see `readTransfers`. */
    readTransfers: (streamIds: readonly string[], scanMax: number) =>
      readTransfers(sql, streamIds, scanMax),

    /** One part of a stream's timeline, by any filter; see `readTimeline`. */
    readTimeline: (aggregateId: string, query: TimelineQuery) =>
      readTimeline(sql, aggregateId, query),

    /** The last version at a moment on one clock; see `lastVersionAt`. */
    lastVersionAt: (
      aggregateId: string,
      clock: 'frontier_at' | 'created_at',
      moment: { instant: Date; newest: number; exclusive?: boolean },
    ) => lastVersionAt(sql, aggregateId, clock, moment),

    /** One part of the timeline of the whole log, by any filter; see `readLogTimeline`. */
    readLogTimeline: (query: LogTimelineQuery) => readLogTimeline(sql, query),

    /** Which of these entries were reversed, and by which; see `readReversals`. */
    readReversals: (entries: readonly EntryKey[]) => readReversals(sql, entries),

    /** The event with this id, and the places of a command's events; see `find-by-id.ts`. */
    findEvent: (eventId: string) => findEvent(sql, eventId),
    findCommand: (commandId: string) => findCommand(sql, commandId),

    /** What somebody moved on an account without a second person; see `sumMovedAlone`. */
    sumMovedAlone: (of: Parameters<typeof sumMovedAlone>[1]) => sumMovedAlone(sql, of),
    /** What somebody transferred; see `sumSent`. */
    sumSent: (of: Parameters<typeof sumSent>[1]) => sumSent(sql, of),

    /** What came in and went out in a time, and how many commands were refused since. */
    readDayTotals: (from: Date, to: Date, scanMax: number) => readDayTotals(sql, from, to, scanMax),
    countRefusedSince: (from: Date, max: number) => countRefusedSince(sql, from, max),

    /** One page of the whole log; see `readLog`. */
    readLog: (query: LogQuery) => readLog(sql, query),
  }
}
