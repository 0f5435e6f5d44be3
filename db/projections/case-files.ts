import { CASE_FILE_TYPE, caseFile } from '@/domain/case-file/case-file'
import { searchWords } from '@/domain/case-file/search'
import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import type { CaseFileRow } from '../case-files/case-files'
import { drizzleOn } from '../query'
import { caseFiles as table } from '../read-model-schema'
import { type RowPerStream, subscriberOf } from './row-per-stream'

export const CASE_FILE_ROWS: RowPerStream<CaseFileRow> = {
  name: 'case-files',
  aggregateType: CASE_FILE_TYPE,
  table,
  rowOf: caseFileRow,
  read: tx => drizzleOn(tx).select().from(table),
}

/** The subscriber of the list of case files, and of the search in their texts. */
export const caseFiles = subscriberOf(CASE_FILE_ROWS)

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
