export type Database = {
  /** The DATABASE_URL for everyone who connects. */
  url: string
  /** Whether this call started the server. */
  owned: boolean
  close(): Promise<void>
}

export function openDatabase(options?: {
  /** The data folder; DAYBOOK_DATA, else `.daybook` in the project. */
  data?: string
  log?: (line: string) => void
  /** Called when the database is gone and can't be brought back. */
  onLost?: (error: Error) => void
}): Promise<Database>
