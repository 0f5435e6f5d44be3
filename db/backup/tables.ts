/**
 * What a backup has of each table. A test finds a table without a line here: whoever adds one
 * decides. The reasons are in FORMAT.md.
 */
export type Keeping =
  /** Its rows are in the segments, or follow from them without folding. */
  | 'log'
  /** All of its rows, each time. */
  | 'whole'
  /** Rows that never change, by day (UTC): only days whose number of rows has changed, each time. */
  | 'by-day'
  /** A restore makes its rows from the log. */
  | 'rebuilt'
  /** Its rows mean nothing in another database, or must not come back. */
  | 'left'

export const KEEPING: Readonly<Record<string, Keeping>> = {
  events: 'log',
  events_archive: 'log',
  commands: 'log',
  feed: 'log',
  outbox: 'log',
  sequencer: 'log',
  snapshots: 'rebuilt',
  accounts: 'rebuilt',
  daily_flows: 'rebuilt',
  daily_activity: 'rebuilt',
  flow_cells: 'rebuilt',
  ledger_cells: 'rebuilt',
  busy_hours: 'rebuilt',
  largest_movements: 'rebuilt',
  account_standings: 'rebuilt',
  balance_sizes: 'rebuilt',
  approvals: 'rebuilt',
  payment_batches: 'rebuilt',
  payment_orders: 'rebuilt',
  case_files: 'rebuilt',
  payment_plans: 'rebuilt',
  payment_outcomes: 'rebuilt',
  known_units: 'whole',
  epochs: 'whole',
  subscriptions: 'whole',
  parked_events: 'whole',
  auth_users: 'whole',
  auth_accounts: 'whole',
  auth_two_factors: 'whole',
  auth_passkeys: 'whole',
  join_links: 'whole',
  api_tokens: 'whole',
  account_nicknames: 'whole',
  access_log: 'by-day',
  auth_sessions: 'left',
  auth_verifications: 'left',
  rate_limits: 'left',
  backup_state: 'left',
  leases: 'left',
  instances: 'left',
  jobs: 'left',
  size_samples: 'left',
  alert_deliveries: 'left',
  archive_years: 'left',
  archive_runs: 'left',
}

/** Rows of a table, or some of them, as the files of a backup have them. */
export type Source = {
  /** The name of the files; that of the table if that is in one source. */
  readonly name: string
  readonly table: string
  /** Which rows, as a condition in SQL. */
  readonly where?: string
  /** For rows by day: the column of their time. */
  readonly at?: string
}

/** The answers that ride on no event: refused commands, and accepted ones that changed nothing. */
const ANSWERS: readonly Source[] = [
  { name: 'commands-refused', table: 'commands', where: 'refusal is not null', at: 'created_at' },
  { name: 'commands-without-events', table: 'commands', where: 'last_version < first_version' },
]

/** Foreign keys decide the order: people come first. */
export const SOURCES: readonly Source[] = [
  ...Object.entries(KEEPING).flatMap(([table, keeping]): Source[] => {
    if (keeping === 'whole') return [{ name: table, table }]
    return keeping === 'by-day' ? [{ name: table, table, at: 'at' }] : []
  }),
  ...ANSWERS,
]
