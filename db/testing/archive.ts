import { archiveEvents } from '../append/archive'
import type { Sql } from '../connection'

/** Archives what was recorded before an instant, of all accounts. @returns how many events */
export async function archiveBefore(archivist: Sql, before: Date): Promise<number> {
  const { moved } = await archiveEvents(archivist, { before, closedBefore: before })
  return moved
}
