import { CASE_FILE_TYPE, caseFile } from '@/domain/case-file/case-file'
import { searchWords } from '@/domain/case-file/search'
import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import type { CaseFileRow } from '../case-files/case-files'
import type { Transaction } from '../connection'
import type { FeedEvent } from '../feed/read-feed'
import type { Subscriber } from '../feed/subscription'
import { drizzleOn, newRows } from '../query'
import { caseFiles as table } from '../read-model-schema'
import { type RowPerStream, rowsAfter } from './row-per-stream'

/** The table that follows the feed under the name `case-files`, with its key. */
export const CASE_FILES_TABLES = { case_files: ['aggregate_id'] } as const

/** The subscriber of the list of case files, and of the search in their texts. */
export const caseFiles: Subscriber = {
  name: 'case-files',
  aggregateTypes: [CASE_FILE_TYPE],
  handle: (events, tx) => addCaseFiles(tx, events, 'case_files'),
}

/** Writes the rows of the streams of these events, in the live table or in the copy of a rebuild. */
export async function addCaseFiles(
  tx: Transaction,
  events: readonly FeedEvent[],
  name: string,
): Promise<void> {
  const rows = await rowsAfter(tx, events, CASE_FILE_ROWS)
  if (rows.length === 0) return
  await tx`
    insert into ${tx(name)} as c ${newRows(tx, table, rows)}
    on conflict (aggregate_id) do update set
      version = excluded.version, text_version = excluded.text_version, status = excluded.status,
      text = excluded.text, words = excluded.words, assignee_id = excluded.assignee_id,
      assignee_name = excluded.assignee_name, due = excluded.due, changed_at = excluded.changed_at`
}

function caseFileRow(stream: Stream): CaseFileRow | null {
  const file = stateOf(caseFile, stream)
  if (!file || file.status === 'none' || !stream.startedAt || !stream.createdAt) return null
  const { about, status, title, text, assignee, due } = file
  return {
    aggregateId: stream.aggregateId,
    accountId: about.kind === 'account' ? about.accountId : null,
    personId: about.kind === 'person' ? about.personId : null,
    version: stream.version,
    textVersion: file.version,
    ...{ status, title, text, due },
    words: searchWords([title, text]),
    assigneeId: assignee?.id ?? null,
    assigneeName: assignee?.name ?? null,
    openedAt: stream.startedAt,
    changedAt: stream.createdAt,
  }
}

export const CASE_FILE_ROWS: RowPerStream<CaseFileRow> = {
  name: 'case-files',
  rowOf: caseFileRow,
  read: tx => drizzleOn(tx).select().from(table),
}
