import 'server-only'
import type { AlertRule } from '@/app/_wire/alerts'
import type { Severity } from '@/domain/alert/events'

/**
 * When an alert is raised, and when it is over. Between the two values nothing changes, and both
 * have to last for some time: a figure that wavers raises one alert, not many.
 */
export type Rule = {
  readonly name: AlertRule
  readonly severity: Severity
  /** In the unit of the rule; see its words in `app/_wire/alerts.ts`. */
  readonly raiseAt: number
  readonly clearAt: number
  /** Which way is worse. */
  readonly worse: 'higher' | 'lower'
  readonly raiseAfterMs: number
  readonly clearAfterMs: number
}

const SECOND = 1_000
const MINUTE = 60 * SECOND

const higher = (
  name: AlertRule,
  severity: Severity,
  [raiseAt, clearAt]: readonly [number, number],
  [raiseAfterMs, clearAfterMs]: readonly [number, number],
): Rule => ({ name, severity, raiseAt, clearAt, worse: 'higher', raiseAfterMs, clearAfterMs })

/** All rules with their thresholds. */
export const RULES: readonly Rule[] = [
  // 1: the database records nothing.
  higher('database', 'critical', [1, 0], [10 * SECOND, 20 * SECOND]),
  // Percent of the disk that is free.
  {
    ...higher('disk', 'critical', [10, 15], [30 * SECOND, MINUTE]),
    worse: 'lower',
  },
  // Seconds between two clocks.
  higher('clock', 'critical', [5, 2], [20 * SECOND, MINUTE]),
  // Seconds that the oldest event has waited for a position, or for a subscriber.
  higher('feed-lag', 'warning', [30, 5], [15 * SECOND, 30 * SECOND]),
  // Events.
  higher('parked-events', 'warning', [1, 0], [0, 0]),
  // Differences that the last check found.
  higher('drift', 'critical', [1, 0], [0, 0]),
  // Hours; half an hour of grace for a daily backup.
  higher('backup-age', 'warning', [24.5, 24], [MINUTE, 0]),
  // Commands within a minute.
  higher('back-pressure', 'warning', [20, 0], [10 * SECOND, 2 * MINUTE]),
  // Milliseconds that a query waits for a connection.
  higher('pool', 'warning', [1_000, 200], [15 * SECOND, MINUTE]),
  // Milliseconds that the event loop is late.
  higher('event-loop', 'warning', [1_000, 400], [30 * SECOND, 2 * MINUTE]),
  // Snapshots within ten minutes.
  higher('snapshots', 'critical', [1, 0], [0, MINUTE]),
  // Failed sign-ins within five minutes.
  higher('failed-sign-ins', 'warning', [100, 40], [0, 5 * MINUTE]),
]
