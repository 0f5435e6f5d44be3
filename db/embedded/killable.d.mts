export type Killable = {
  /** The DATABASE_URL for everyone who connects. */
  url: string
  /** Its folders, and the account that PostgreSQL runs as. */
  places: { cluster: string; sockets: string; account: { switch: { uid?: number; gid?: number } } }
  /** Ends PostgreSQL and all its processes with SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** Starts it again; resolves after recovery. */
  start(): Promise<void>
  close(): Promise<void>
}

/** A durable cluster to be killed; removed when closed. */
export function openKillable(options?: {
  /** Settings of PostgreSQL that override the durable ones, as `name=value`. */
  settings?: readonly string[]
}): Promise<Killable>
