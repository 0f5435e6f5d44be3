export type InstalledServer = {
  name: string
  /** null for the embedded one, as `openThrowAway` expects it. */
  binDir: string | null
  major: number
}

/** Every PostgreSQL from version 15 that the machine has, the embedded one first. */
export function findServers(): InstalledServer[]
