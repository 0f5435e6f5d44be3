import 'server-only'
import { z } from 'zod'
import {
  cursorOf,
  limit,
  type ReadParams,
  readParams,
  sought,
  version,
} from '@/app/_server/http/params'
import { isUuid } from '@/app/_wire/uuid'
import type { CaseFilePlace } from '@/db/case-files/case-files'

const place = cursorOf(readCaseCursor)

const caseFilesParams = z.strictObject({
  accountId: z
    .string()
    .refine(isUuid, { error: 'must be the ID of an account.' })
    .toLowerCase()
    .exactOptional(),
  personId: z.string().max(64, { error: 'must be the ID of a person.' }).exactOptional(),
  q: sought.exactOptional(),
  state: z.enum(['open', 'closed'], { error: 'must be open or closed.' }).exactOptional(),
  /** A person’s id, `me` or `none`. */
  assignee: z
    .string()
    .max(64, { error: 'must be the ID of a person, me or none.' })
    .exactOptional(),
  cursor: place.exactOptional(),
  limit: limit.exactOptional(),
})

export type CaseFilesParams = z.infer<typeof caseFilesParams>

export function readCaseFilesParams(url: string): ReadParams<CaseFilesParams> {
  return readParams(url, caseFilesParams)
}

/** What the address of a page asks for; what can't be read there is left out. */
export function caseFilesAsked(query: Readonly<Record<string, unknown>>): CaseFilesParams {
  let asked: CaseFilesParams = {}
  for (const [name, value] of Object.entries(query)) {
    const read = value === '' ? null : caseFilesParams.safeParse({ [name]: value })
    if (read?.success) asked = { ...asked, ...read.data }
  }
  return asked
}

const caseFileParams = z.strictObject({ version: version.exactOptional() })

export function readCaseFileParams(url: string): ReadParams<z.infer<typeof caseFileParams>> {
  return readParams(url, caseFileParams)
}

/** Encodes a cursor of the list of case files. */
export function writeCaseCursor({ changedAt, aggregateId }: CaseFilePlace): string {
  return `${+changedAt}_${aggregateId}`
}

/** Decodes a cursor of the list of case files; null when it is invalid. */
export function readCaseCursor(cursor: string): CaseFilePlace | null {
  const [time = '', aggregateId = ''] = cursor.split('_')
  const changedAt = new Date(/^\d{1,15}$/.test(time) ? Number(time) : Number.NaN)
  if (Number.isNaN(changedAt.getTime()) || !isUuid(aggregateId)) return null
  const found = { changedAt, aggregateId }
  return writeCaseCursor(found) === cursor ? found : null
}
