export type Killable = {
  /** What DATABASE_URL is to hold for everyone who connects. */
  url: string
  /** Its folders, and as whom PostgreSQL runs. */
  places: { cluster: string; sockets: string; account: { switch: { uid?: number; gid?: number } } }
  /** Ends PostgreSQL and all its processes with SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** Starts it again; resolves when it has recovered. */
  start(): Promise<void>
  close(): Promise<void>
}

/** A durable cluster that is there to be killed; it is gone when it is closed. */
export function openKillable(options?: {
  /** Settings of PostgreSQL that overrule the durable ones, as `name=value`. */
  settings?: readonly string[]
}): Promise<Killable>
