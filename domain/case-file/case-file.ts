import type { Aggregate } from '@/domain/event-sourcing/aggregate'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { unreachable } from '@/domain/unreachable'
import { type CaseFileCommand, decide } from './decisions'
import {
  type CaseFileEvent,
  type CaseSubject,
  type EventRef,
  isSameEvent,
  type Person,
} from './events'
import { type CaseFileRefusal, sentenceFor } from './refusal'

/*
 * The states of a case file; nothing else is possible.
 *
 *   none ──► open ◄──► closed
 *
 * Only an open one is revised, renamed, assigned, given a date, or linked with events.
 */

export type CaseStatus = 'open' | 'closed'

export type KnownCaseFile = {
  readonly status: CaseStatus
  readonly about: CaseSubject
  readonly title: string
  /** The newest text, in Markdown. */
  readonly text: string
  /** The version of the text, from 1 on: how often it was written. */
  readonly version: number
  readonly assignee: Person | null
  readonly due: DateText | null
  /** The events that it is about, in the order in which they were linked. */
  readonly links: readonly EventRef[]
}

export type CaseFile = { readonly status: 'none' } | KnownCaseFile

export const CASE_FILE_TYPE = 'CaseFile'

export function caseFileStream(id: string): StreamRef {
  return { type: CASE_FILE_TYPE, id }
}

/** Notes of the staff about an account or a person, of which every version is kept. */
export const caseFile: Aggregate<CaseFile, CaseFileCommand, CaseFileEvent, CaseFileRefusal> = {
  type: CASE_FILE_TYPE,
  initial: { status: 'none' },
  evolve,
  decide,
  sentenceFor,
}

function evolve(state: CaseFile, event: CaseFileEvent): CaseFile {
  if (event.type === 'CaseFileOpened') {
    if (state.status !== 'none') throw new Error('A case file begins once')
    const { type: _, ...opened } = event
    return { status: 'open', ...opened, version: 1, assignee: null, due: null, links: [] }
  }
  if (state.status === 'none') throw new Error(`A case file does not begin with ${event.type}`)
  switch (event.type) {
    case 'CaseFileRevised':
      if (event.version !== state.version + 1) throw new Error('A version of the text is missing')
      return { ...state, text: event.text, version: event.version }
    case 'CaseFileRenamed':
      return { ...state, title: event.title }
    case 'CaseFileAssigned':
      return { ...state, assignee: event.to }
    case 'CaseFileDueSet':
      return { ...state, due: event.due }
    case 'CaseFileEventLinked': {
      const { streamId, version } = event
      return { ...state, links: [...state.links, { streamId, version }] }
    }
    case 'CaseFileEventUnlinked':
      return { ...state, links: state.links.filter(link => !isSameEvent(link, event)) }
    case 'CaseFileClosed':
      return { ...state, status: 'closed' }
    case 'CaseFileReopened':
      return { ...state, status: 'open' }
    default:
      return unreachable(event)
  }
}
