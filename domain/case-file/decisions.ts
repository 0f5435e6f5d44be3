import type { Decision } from '@/domain/event-sourcing/aggregate'
import { isDate } from '@/domain/event-sourcing/calendar-date'
import { unreachable } from '@/domain/unreachable'
import type { CaseFile, KnownCaseFile } from './case-file'
import {
  type CaseFileEvent,
  type CaseSubject,
  type EventRef,
  isSameEvent,
  type Person,
} from './events'
import { type CaseFileRefusal, LINKS_MAX, VERSIONS_MAX } from './refusal'
import { isRefusal, textOf, titleOf, whyOf } from './texts'

export type CaseFileCommand =
  | {
      readonly type: 'OpenCaseFile'
      readonly about: CaseSubject
      readonly title: string
      readonly text: string
    }
  /** `expectedVersion` is the version of the text that was revised. */
  | {
      readonly type: 'ReviseCaseFile'
      readonly expectedVersion: number
      readonly text: string
      readonly why: string | null
    }
  /** `expectedTitle` is the title that was changed. */
  | { readonly type: 'RenameCaseFile'; readonly expectedTitle: string; readonly title: string }
  | { readonly type: 'AssignCaseFile'; readonly to: Person | null }
  | { readonly type: 'SetCaseFileDue'; readonly due: string | null }
  | ({ readonly type: 'LinkCaseFileEvent' } & EventRef)
  | ({ readonly type: 'UnlinkCaseFileEvent' } & EventRef)
  | { readonly type: 'CloseCaseFile' }
  | { readonly type: 'ReopenCaseFile' }

type Decided = Decision<CaseFileEvent, CaseFileRefusal>
type Command<Type extends CaseFileCommand['type']> = Extract<CaseFileCommand, { type: Type }>

export function decide(command: CaseFileCommand, state: CaseFile): Decided {
  if (command.type === 'OpenCaseFile') {
    return state.status === 'none' ? open(command) : refuse('CaseFileAlreadyExists')
  }
  if (state.status === 'none') return refuse('CaseFileNotFound')
  if (command.type === 'ReopenCaseFile') {
    return state.status === 'closed' ? accept({ type: 'CaseFileReopened' }) : refuse('CaseFileOpen')
  }
  if (state.status === 'closed') return refuse('CaseFileClosed')
  switch (command.type) {
    case 'ReviseCaseFile':
      return revise(command, state)
    case 'RenameCaseFile':
      return rename(command, state)
    case 'AssignCaseFile':
      if (command.to?.id === state.assignee?.id) return refuse('CaseFileUnchanged')
      return accept({ type: 'CaseFileAssigned', to: command.to })
    case 'SetCaseFileDue':
      return setDue(command.due, state)
    case 'LinkCaseFileEvent':
      return link(command, state)
    case 'UnlinkCaseFileEvent': {
      const { streamId, version } = command
      if (!state.links.some(one => isSameEvent(one, command))) return refuse('EventNotLinked')
      return accept({ type: 'CaseFileEventUnlinked', streamId, version })
    }
    case 'CloseCaseFile':
      return accept({ type: 'CaseFileClosed' })
    default:
      return unreachable(command)
  }
}

function open({ about, title: asked, text: typed }: Command<'OpenCaseFile'>): Decided {
  const title = titleOf(asked)
  if (isRefusal(title)) return refused(title)
  const text = textOf(typed)
  if (isRefusal(text)) return refused(text)
  return accept({ type: 'CaseFileOpened', about, title, text })
}

/** Who revised another version than the newest sees the newest first. */
function revise(command: Command<'ReviseCaseFile'>, { text: before, version }: KnownCaseFile) {
  const { expectedVersion } = command
  if (expectedVersion !== version) {
    return refused({ type: 'RevisedMeanwhile', field: 'expectedVersion', expectedVersion, version })
  }
  const text = textOf(command.text)
  if (isRefusal(text)) return refused(text)
  const why = whyOf(command.why)
  if (why !== null && isRefusal(why)) return refused(why)
  if (text === before) return refuse('CaseFileUnchanged')
  if (version >= VERSIONS_MAX) {
    return refused({ type: 'TooManyVersions', field: null, max: VERSIONS_MAX })
  }
  return accept({ type: 'CaseFileRevised', version: version + 1, text, why })
}

/** Who changed another title than the newest sees the newest first. */
function rename(command: Command<'RenameCaseFile'>, { title: before }: KnownCaseFile): Decided {
  if (command.expectedTitle !== before) {
    return refused({ type: 'RenamedMeanwhile', field: 'expectedTitle', titleNow: before })
  }
  const title = titleOf(command.title)
  if (isRefusal(title)) return refused(title)
  return title === before ? refuse('CaseFileUnchanged') : accept({ type: 'CaseFileRenamed', title })
}

function setDue(due: string | null, state: KnownCaseFile): Decided {
  if (due !== null && !isDate(due)) return refused({ type: 'DateMalformed', field: 'due' })
  if (due === state.due) return refuse('CaseFileUnchanged')
  return accept({ type: 'CaseFileDueSet', due })
}

function link({ streamId, version }: EventRef, { links }: KnownCaseFile): Decided {
  if (links.some(one => isSameEvent(one, { streamId, version }))) {
    return refuse('EventAlreadyLinked')
  }
  if (links.length >= LINKS_MAX) {
    return refused({ type: 'TooManyLinks', field: null, max: LINKS_MAX })
  }
  return accept({ type: 'CaseFileEventLinked', streamId, version })
}

/** Refusals that say everything by their name. */
type Plain = Extract<CaseFileRefusal, { field: null }>['type']

function refuse(type: Exclude<Plain, 'TooManyVersions' | 'TooManyLinks'>): Decided {
  return refused({ type, field: null })
}

function refused(refusal: CaseFileRefusal): Decided {
  return { outcome: 'refused', refusal }
}

function accept(event: CaseFileEvent): Decided {
  return { outcome: 'accepted', events: [event] }
}
