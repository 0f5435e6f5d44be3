export type InstalledServer = {
  name: string
  /** Null for the embedded one, as `openThrowAway` expects. */
  binDir: string | null
  major: number
}

/** Every PostgreSQL of version 15 or newer on this machine, the embedded one first. */
export function findServers(): InstalledServer[]
