import { and, desc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import type { CaseStatus } from '@/domain/case-file/case-file'
import { plainWord, wordsOf } from '@/domain/case-file/search'
import { type Db, isAfter } from '../query'
import { caseFiles } from '../read-model-schema'

export type CaseFileRow = Readonly<typeof caseFiles.$inferSelect>

/** What a list tells of each. */
export type ListedCaseFile = Omit<CaseFileRow, 'words'>

/** Where a page of case files begins: after this one. */
export type CaseFilePlace = Pick<CaseFileRow, 'aggregateId' | 'changedAt'>

export type CaseFilesQuery = {
  readonly accountId?: string | undefined
  readonly personId?: string | undefined
  readonly status?: CaseStatus | undefined
  /** A person’s id; null: nobody’s. */
  readonly assigneeId?: string | null | undefined
  /** Words, each of which begins one of the text or of the title. */
  readonly search?: string | undefined
  readonly after?: CaseFilePlace | undefined
  readonly limit: number
  /** So many letters of each text are wanted; all by default. */
  readonly textMax?: number | undefined
}

/** Case files, those first that were changed last. */
export async function listCaseFiles(db: Db, query: CaseFilesQuery): Promise<ListedCaseFile[]> {
  const { accountId, personId, status, assigneeId, search, after, limit, textMax } = query
  const { words: _, text, ...columns } = getTableColumns(caseFiles)
  const { aggregateId, changedAt } = columns
  const part = textMax === undefined ? sql<string>`${text}` : sql<string>`left(${text}, ${textMax})`
  return db
    .select({ ...columns, text: part })
    .from(caseFiles)
    .where(
      and(
        accountId === undefined ? undefined : eq(caseFiles.accountId, accountId),
        personId === undefined ? undefined : eq(caseFiles.personId, personId),
        status && eq(caseFiles.status, status),
        assigneeId === null ? isNull(caseFiles.assigneeId) : undefined,
        assigneeId ? eq(caseFiles.assigneeId, assigneeId) : undefined,
        search === undefined ? undefined : foundBy(search),
        after &&
          isAfter('desc', [
            [changedAt, after.changedAt],
            [aggregateId, after.aggregateId],
          ]),
      ),
    )
    .orderBy(desc(changedAt), desc(aggregateId))
    .limit(limit)
}

/** A search without a word finds nothing that has only signs. */
function foundBy(search: string): SQL | undefined {
  const words = [...new Set(wordsOf(search))].map(word => `${plainWord(word)}:*`)
  if (words.length === 0) return search.trim() === '' ? undefined : sql`false`
  return sql`to_tsvector('simple', ${caseFiles.words}) @@ to_tsquery('simple', ${words.join(' & ')})`
}
