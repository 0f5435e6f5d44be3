import 'server-only'
import { cache } from 'react'
import { PAGE_LIMIT_DEFAULT } from '@/app/_server/http/params'
import { problem } from '@/app/_server/http/problems'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type {
  CaseFileJson,
  ListedCaseFileJson,
  RevisionJson,
  WholeCaseFileJson,
} from '@/app/_wire/case-files'
import type { Page, Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { type ListedCaseFile, listCaseFiles as queryCaseFiles } from '@/db/case-files/case-files'
import { listRevisions } from '@/db/case-files/revisions'
import { caseFile, type KnownCaseFile } from '@/domain/case-file/case-file'
import { excerptOf, isFoundIn } from '@/domain/case-file/search'
import type { Stream } from '@/domain/event-sourcing/ports'
import { eventOf, stateOf } from '@/domain/event-sourcing/stream'
import { type CaseFilesParams, readCaseCursor, writeCaseCursor } from './case-params'
import { plainTextOf } from './plain-text'

const EXCERPT_LENGTH = 240
/** So much Markdown has more plain text than an excerpt, but for pages of signs. */
const BEGINNING_LENGTH = 4 * EXCERPT_LENGTH

export function caseFileNotFound(): Problem {
  return problem('NotFound', 'This case file does not exist.')
}

/** A case file as its stream has it. */
export type FoundCaseFile = { readonly stream: Stream; readonly file: KnownCaseFile }

/**
 * A case file by its id; null when there is none. The caller asks for the right `readCases`. Cached
 * for one request.
 */
export const findCaseFile = cache(async (caseFileId: string): Promise<FoundCaseFile | null> => {
  const id = caseFileId.toLowerCase()
  if (!isUuid(id)) return null
  const { stream } = await bank().store.stateAt(id, {})
  const file = stateOf(caseFile, stream)
  return file && file.status !== 'none' ? { stream, file } : null
})

/**
 * A case file with one version of its text, by default the newest; null when it or the version doesn't
 * exist. The caller asks for the right `readCases`.
 */
export async function getCaseFile(
  caseFileId: string,
  version?: number,
): Promise<WholeCaseFileJson | null> {
  const found = await findCaseFile(caseFileId)
  if (!found) return null
  const { stream, file } = found
  const textVersion = version ?? file.version
  if (textVersion > file.version) return null
  const { aggregateId: id } = stream
  const revisions = await revisionsOf(id)
  const isNewest = textVersion === file.version
  const [past] = isNewest ? [] : await versionsUpTo({ caseFileId: id, revisions }, textVersion, 1)
  const text = isNewest ? file.text : past?.text
  if (text === undefined) return null
  return { ...caseFileJson(found), textVersion, text, links: [...file.links], revisions }
}

/** All versions of the text, the newest first. Cached for one request. */
const revisionsOf = cache(async (caseFileId: string): Promise<RevisionJson[]> => {
  const revisions = await listRevisions(bank().db, caseFileId)
  return revisions.reverse().map(({ by, at, ...revision }) => ({
    ...revision,
    by: { id: by.id, name: by.name },
    at: at.toISOString(),
  }))
})

/** Case files, those first that were changed last. The caller asks for the right `readCases`. */
export async function listCaseFiles(
  viewer: Viewer,
  params: CaseFilesParams,
): Promise<Page<ListedCaseFileJson>> {
  const { q = '', assignee, state, accountId, personId, cursor } = params
  const limit = params.limit ?? PAGE_LIMIT_DEFAULT
  const rows = await queryCaseFiles(bank().db, {
    ...{ accountId, personId, status: state, search: q, limit: limit + 1 },
    assigneeId: assignee === 'me' ? viewer.userId : assignee === 'none' ? null : assignee,
    // Without a search the excerpt is of the beginning.
    textMax: q.trim() === '' ? BEGINNING_LENGTH : undefined,
    after: (cursor === undefined ? null : readCaseCursor(cursor)) ?? undefined,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(row => ({ ...rowJson(row), excerpt: excerptIn(row.text, q) })),
    nextCursor: rows.length > limit && last ? writeCaseCursor(last) : null,
  }
}

/** Without the signs of Markdown, unless the search found only what they have, such as an address. */
function excerptIn(text: string, search: string): string {
  const plain = plainTextOf(text)
  const isLost = !isFoundIn(plain, search) && isFoundIn(text, search)
  return excerptOf(isLost ? text : plain, search, EXCERPT_LENGTH)
}

function rowJson(row: ListedCaseFile): CaseFileJson {
  const { aggregateId: caseFileId, textVersion: version, status: state } = row
  const { accountId, personId, title, assigneeId, assigneeName, due, openedAt, changedAt } = row
  return {
    ...{ caseFileId, version, state, accountId, personId, title, due },
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? assigneeId },
    openedAt: openedAt.toISOString(),
    changedAt: changedAt.toISOString(),
  }
}

export function caseFileJson({ stream, file }: FoundCaseFile): CaseFileJson {
  const { version, status: state, about, title, assignee, due } = file
  return {
    ...{ caseFileId: stream.aggregateId, version, state, title, assignee, due },
    accountId: about.kind === 'account' ? about.accountId : null,
    personId: about.kind === 'person' ? about.personId : null,
    openedAt: stream.startedAt?.toISOString() ?? '',
    changedAt: stream.createdAt?.toISOString() ?? '',
  }
}

/** Consecutive versions of a text up to one of them, the oldest first; `max` of them at most. */
export async function versionsUpTo(
  { caseFileId, revisions }: Pick<WholeCaseFileJson, 'caseFileId' | 'revisions'>,
  version: number,
  max: number,
): Promise<{ readonly version: number; readonly text: string }[]> {
  const some = revisions.filter(one => one.version <= version && one.version > version - max)
  const [last, first] = [some[0], some.at(-1)]
  if (!first || !last) return []
  const events = await bank().store.getEventStream(caseFileId, first.event, last.event)
  return events.flatMap(recorded => {
    const event = eventOf(caseFile, recorded)
    if (!event || !('text' in event)) return []
    return { version: 'version' in event ? event.version : 1, text: event.text }
  })
}
