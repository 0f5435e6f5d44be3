import type { TroubleReason } from '@/domain/event-sourcing/ports'
import { failureCode, troubleOf } from './failures'

/** What stopped a tool, for the person who runs it and may be able to mend it. */
const SENTENCES = {
  outage: 'The database can’t be reached, or the connection to it was lost. Is it running?',
  slow: 'The database did not answer in time. It is stopped, or has too much to do.',
  locked: 'Another program has locked a table that this needs. Wait until it is done.',
  connections:
    'All connections of the database are in use. Stop a program that has many, or raise max_connections.',
  full: 'The disk of the database is full. Make room on it.',
  'read-only':
    'The database is read-only. It is a standby, or default_transaction_read_only is on.',
  memory: 'The database is out of memory. Its log says for what.',
  limit:
    'The database has reached a limit of its settings, such as temp_file_limit. Its log says which.',
  storage: 'The database reports a fault of its storage. Its log says which.',
} as const satisfies Record<TroubleReason, string>

/** Why the database stopped a tool, in a sentence with the code; null for a fault of the program. */
export function toolSentence(error: unknown): string | null {
  const trouble = troubleOf(error)
  return trouble === null ? null : `${SENTENCES[trouble]} (${failureCode(error)})`
}

/**
 * Runs a tool. Trouble of the database ends it with exit code 1, a sentence, and what came of its
 * work so far.
 * @param state what is done and not done when it breaks off, and how to go on
 * @throws what is a fault of the program
 */
export async function runTool<Result>(
  state: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    const sentence = toolSentence(error)
    if (sentence === null) throw error
    console.error(`${sentence} ${state}`)
    process.exitCode = 1
    return undefined
  }
}
