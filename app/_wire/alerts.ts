import type { Severity } from '@/domain/alert/events'

/** The rules by which the bank watches itself. */
export const ALERT_RULES = [
  'database',
  'disk',
  'clock',
  'feed-lag',
  'parked-events',
  'drift',
  'backup-age',
  'back-pressure',
  'pool',
  'event-loop',
  'snapshots',
  'failed-sign-ins',
] as const

export type AlertRule = (typeof ALERT_RULES)[number]

type Words = {
  readonly title: string
  /** What was measured, in a sentence. */
  readonly told: (value: string, about: string | null) => string
  /** What to do about it. */
  readonly advice: string
}

const many = (value: string, one: string, more = `${one}s`) =>
  `${value} ${value === '1' ? one : more}`

/** What people read about each rule. */
export const RULE_WORDS: Readonly<Record<AlertRule, Words>> = {
  database: {
    title: 'The database records nothing',
    told: (value, about) => about ?? `The database ${value === '0' ? 'can' : 'can’t'} be written.`,
    advice: 'Look at the database server and its log. Commands are refused until it is back.',
  },
  disk: {
    title: 'The disk is filling up',
    told: value => `${value} % of the disk is free.`,
    advice: 'Make room, or move the database to a larger disk.',
  },
  clock: {
    title: 'A clock is wrong',
    told: (value, about) => `${about ?? 'A clock is wrong'} by ${value} s.`,
    advice: 'Set the clocks of the servers by NTP.',
  },
  'feed-lag': {
    title: 'The feed is behind',
    told: (value, about) => `${about ?? 'A subscriber'} is ${value} s behind the log.`,
    advice: 'Reports are older than the log. Look for a stopped subscriber or a long transaction.',
  },
  'parked-events': {
    title: 'Events are parked',
    told: value => `${many(value, 'event')} could not be handled.`,
    advice: 'Read the errors, mend the cause, then retry.',
  },
  drift: {
    title: 'Read models differ from the log',
    told: value => `The last check found ${many(value, 'difference')}.`,
    advice: 'Rebuild the read models that differ, then check again.',
  },
  'backup-age': {
    title: 'The last backup is old',
    told: (value, about) =>
      `It is ${value} hours old.${about === null ? '' : ` The last try failed: ${about}`}`,
    advice: 'Look at the log for why backups fail, or make one by hand.',
  },
  'back-pressure': {
    title: 'Commands are refused, because the bank is overloaded',
    told: value => `${many(value, 'command')} refused within a minute.`,
    advice: 'Look at slow queries and at who sends so many commands.',
  },
  pool: {
    title: 'Queries wait for a connection',
    told: value => `A query waited ${value} ms for a connection.`,
    advice: 'Look at slow queries. More instances add more connections.',
  },
  'event-loop': {
    title: 'A process is too busy',
    told: value => `Its event loop is ${value} ms late.`,
    advice: 'Add an instance, or look for large exports and searches.',
  },
  snapshots: {
    title: 'Snapshots don’t follow from their events',
    told: value => `${many(value, 'snapshot')} not trusted in the last ten minutes.`,
    advice: 'Balances are folded from the log instead. Run a check of the log.',
  },
  'failed-sign-ins': {
    title: 'Many sign-ins fail',
    told: value => `${many(value, 'failed sign-in')} within five minutes.`,
    advice: 'Look at the access log for the addresses they come from.',
  },
}

/** A rule as this program knows it; null for one of another version. */
export function knownRule(rule: string): AlertRule | null {
  return ALERT_RULES.find(name => name === rule) ?? null
}

/** The title of a rule; its name for one of another version. */
export function ruleTitle(rule: string): string {
  const known = knownRule(rule)
  return known ? RULE_WORDS[known].title : rule
}

/** An alert as people see it. Times are RFC 3339. */
export type AlertJson = {
  /** The stream that has its history. */
  readonly id: string
  readonly rule: string
  readonly severity: Severity
  readonly status: 'raised' | 'cleared'
  readonly title: string
  readonly told: string
  readonly advice: string
  readonly since: string
  readonly until: string | null
  readonly acknowledgedBy: string | null
}
