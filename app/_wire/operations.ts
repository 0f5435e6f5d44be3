import type { AlertJson } from './alerts'
import type { CapacityJson } from './capacity'

/** How the bank runs. Times are RFC 3339; sizes in bytes. */
export type OperationsJson = {
  readonly at: string
  readonly alerts: readonly AlertJson[]
  /** Whether the reader may do something here. */
  readonly mayOperate: boolean
  /** Null for those of the staff who see alerts only. */
  readonly picture: PictureJson | null
}

/** A part that could not be read is null, and the others are shown. */
export type PictureJson = {
  readonly health: readonly CheckJson[] | null
  readonly feed: FeedJson | null
  readonly parked: readonly ParkedJson[] | null
  readonly models: readonly ModelJson[] | null
  readonly check: LogCheckJson | null
  readonly backup: BackupJson | null
  readonly archive: ArchiveJson | null
  readonly sizes: readonly SizeJson[] | null
  readonly capacity: CapacityJson | null
  readonly slow: SlowJson | null
  readonly instances: readonly InstanceJson[] | null
  readonly versions: VersionsJson | null
}

export type CheckJson = {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'failing' | 'unknown'
  readonly why: string | null
}

export type FeedJson = {
  readonly head: number
  readonly waiting: number
  readonly waitingSeconds: number
  readonly subscribers: readonly SubscriberJson[]
}

export type SubscriberJson = {
  readonly name: string
  readonly position: number
  readonly behind: number
  readonly lagSeconds: number
  readonly parked: number
}

export type ParkedJson = {
  readonly subscription: string
  readonly position: number
  readonly error: string
  readonly parkedAt: string
  readonly aggregateId: string | null
  readonly version: number | null
}

export type JobJson = {
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly askedAt: string
  readonly askedBy: string
  readonly endedAt: string | null
  readonly seconds: number | null
  readonly done: number
  readonly total: number | null
  readonly error: string | null
}

/** A read model, and its last rebuild. */
export type ModelJson = { readonly name: string; readonly job: JobJson | null }

/** The check of the whole log: under way or last tried, and what the last whole one found. */
export type LogCheckJson = {
  readonly job: JobJson | null
  readonly found: {
    readonly at: string
    readonly differences: number
    readonly first: readonly {
      readonly where: string
      readonly key: string
      readonly sentence: string
    }[]
  } | null
}

/** Which events go to the archive, and when. */
export type ArchiveJson = {
  /** The ages in days, of closed accounts apart; null: never. Null for all: no setting says so. */
  readonly after: { readonly days: number | null; readonly closedDays: number | null } | null
  /** When the next run is due; null: nothing is archived on a schedule. */
  readonly nextAt: string | null
  readonly move: { readonly job: JobJson | null; readonly last: ArchivedJson | null }
  /** The dry run. */
  readonly count: { readonly job: JobJson | null; readonly last: ArchivedJson | null }
  /** The year up to which all are in cold storage; null: none is. */
  readonly coldUntil: number | null
}

/** What a run moved, or counted, by the year of recording. */
export type ArchivedJson = {
  readonly at: string
  readonly moved: number
  readonly byYear: readonly { readonly year: number; readonly count: number }[]
  readonly isPart: boolean
}

export type BackupJson = {
  /** When the last complete one was; null: there is none. */
  readonly finishedAt: string | null
  readonly ageSeconds: number | null
  readonly isRunning: boolean
  readonly position: number | null
  readonly events: number | null
  readonly bytes: number | null
  /** Why the last one failed; null when it didn't. */
  readonly error: string | null
}

export type SizeJson = {
  /** Empty for the whole database. */
  readonly name: string
  readonly bytes: number
  readonly rows: number | null
  readonly growth: number | null
}

export type SlowJson = {
  /** All statements of the server, or those of this process only. */
  readonly source: 'server' | 'process'
  readonly statements: readonly {
    readonly text: string
    readonly calls: number
    readonly meanMs: number
    readonly maxMs: number
  }[]
}

export type InstanceJson = {
  readonly id: string
  readonly isThis: boolean
  readonly startedAt: string
  readonly seenAt: string
  readonly version: string
  readonly node: string
  readonly eventLoopMs: number
  readonly poolWaitMs: number
  readonly memoryBytes: number
  readonly clock: string | null
  readonly clockMs: number
}

export type VersionsJson = {
  readonly daybook: string
  readonly node: string
  readonly postgres: string
  readonly postgresSince: string
  readonly migrations: number
  readonly migration: string
  readonly isMigrated: boolean
  readonly eventTypes: number
  /** Types of events whose schema has changed, with the present version. */
  readonly evolved: readonly { readonly type: string; readonly version: number }[]
  readonly connections: number
  readonly connectionsMax: number
  readonly databaseNow: string
  readonly serverNow: string
  readonly recordedAt: string | null
}
