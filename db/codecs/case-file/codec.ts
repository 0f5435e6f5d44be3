import { z } from 'zod'
import type { CaseFile } from '@/domain/case-file/case-file'
import type { CaseFileEvent } from '@/domain/case-file/events'
import { LINKS_MAX } from '@/domain/case-file/refusal'
import { TEXT_LENGTH_MAX, TITLE_LENGTH_MAX, WHY_LENGTH_MAX } from '@/domain/case-file/texts'
import { isDate } from '@/domain/event-sourcing/calendar-date'
import { bytesMaxOf } from '@/domain/text/clean'
import type { Codec, EventCodec } from '../codec'

const person = z.object({ id: z.string().min(1).max(64), name: z.string() })
const about = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), accountId: z.uuid() }),
  z.object({ kind: z.literal('person'), personId: z.string().min(1).max(64) }),
])
const title = z.string().min(1).max(bytesMaxOf(TITLE_LENGTH_MAX))
const text = z.string().min(1).max(TEXT_LENGTH_MAX)
const due = z.string().refine(isDate, 'is no date').nullable()
const link = { streamId: z.uuid(), version: z.int().positive() }

const first = (fields: z.ZodRawShape): EventCodec => ({
  schemaVersion: 1,
  schema: z.object(fields),
})

const state = z.object({
  status: z.enum(['open', 'closed']),
  about,
  title,
  text,
  version: z.int().positive(),
  assignee: person.nullable(),
  due,
  links: z.array(z.object(link)).max(LINKS_MAX),
})

export const caseFileCodec: Codec<CaseFile, CaseFileEvent> = {
  events: {
    CaseFileOpened: first({ about, title, text }),
    CaseFileRevised: first({
      version: z.int().min(2),
      text,
      why: z.string().max(bytesMaxOf(WHY_LENGTH_MAX)).nullable(),
    }),
    CaseFileRenamed: first({ title }),
    CaseFileAssigned: first({ to: person.nullable() }),
    CaseFileDueSet: first({ due }),
    CaseFileEventLinked: first(link),
    CaseFileEventUnlinked: first(link),
    CaseFileClosed: first({}),
    CaseFileReopened: first({}),
  },
  shape: 50,
  encodeState: file => ({ ...file }),
  decodeState(json) {
    const parsed = state.safeParse(json)
    return parsed.success ? { state: parsed.data } : null
  },
  bearsOut: file => file.status !== 'none',
}
