export type ThrowAway = {
  /** The DATABASE_URL for everyone who connects. */
  url: string
  folder: string
  /** The process id of PostgreSQL; null during a restart. */
  pid(): number | null
  /** Kills PostgreSQL with SIGKILL; resolves after restart and recovery. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** A cluster for tests, removed when it is closed or when this process ends, even if killed. */
export function openThrowAway(options?: {
  /** The folder of another PostgreSQL's programs; null or absent: the embedded one. */
  binDir?: string | null
  /** As durable as the real one. */
  fsync?: boolean
  /** Where it is; a given folder is kept. */
  folder?: string
}): Promise<ThrowAway>

/** The first temporary folder that PostgreSQL's account can enter. */
export function makeFolder(): string
