export type ThrowAway = {
  /** What DATABASE_URL is to hold for everyone who connects. */
  url: string
  folder: string
  /** The process id of PostgreSQL, null while it is being restarted. */
  pid(): number | null
  /** Kills PostgreSQL with SIGKILL; resolves when it runs again and has recovered. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** A cluster for tests, gone when it is closed or when this process ends, however that ends. */
export function openThrowAway(options?: {
  /** The folder of another PostgreSQL's programs; null or nothing for the embedded one. */
  binDir?: string | null
  /** As durable as the real one. */
  fsync?: boolean
  /** Where it lies; a folder that is given is kept. */
  folder?: string
}): Promise<ThrowAway>

/** The first temporary folder that PostgreSQL's account can enter. */
export function makeFolder(): string
