import type { EventJson, StateJson } from './types'

/** One event with everything recorded about it, and its effect. */
export type EventDetailJson = {
  event: EventJson
  /** The event as stored; `event` has it in its current schema version. */
  stored: { schemaVersion: number; data: unknown; metadata: unknown }
  /** The stream's display name, such as the name on the account. */
  title: string
  /**
   * The state before and after it, in the order of recording: of accounts an `AccountJson`, of
   * other streams the complete state. Null before the first event.
   */
  before: StateJson | null
  after: StateJson
  /** The version of the stream's newest event. */
  newest: number
  /** Of a side of a transfer: the other account, and its entry if the viewer may read it. */
  other: { accountId: string; number: string; owner: string; version: number | null } | null
  /** Of what ends a hold: the version of the event that placed it. */
  placedBy: number | null
  /** The customers in both states by user id, for staff. */
  people: Record<string, string>
  /** Whether the viewer may reverse it. */
  mayReverse: boolean
}
