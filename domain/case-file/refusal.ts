import { unreachable } from '@/domain/unreachable'

/** How often a text can be written, and how many events a case file can be about. */
export const VERSIONS_MAX = 1_000
export const LINKS_MAX = 100

export type CaseTextField = 'title' | 'text' | 'why'

type Because<Type extends string, Field extends string | null = null, Details = unknown> = {
  readonly type: Type
  readonly field: Field
} & Readonly<Details>

/** Why a case file was not opened, or not changed. */
export type CaseFileRefusal =
  | Because<'CaseFileNotFound'>
  | Because<'CaseFileAlreadyExists'>
  | Because<'CaseFileClosed'>
  | Because<'CaseFileOpen'>
  | Because<'CaseFileUnchanged'>
  /** Another text than the newest was revised; both versions are of the text. */
  | Because<'RevisedMeanwhile', 'expectedVersion', { expectedVersion: number; version: number }>
  /** Another title than the newest was changed. */
  | Because<'RenamedMeanwhile', 'expectedTitle', { titleNow: string }>
  | Because<'TooManyVersions', null, { max: number }>
  | Because<'TooManyLinks', null, { max: number }>
  | Because<'EventAlreadyLinked'>
  | Because<'EventNotLinked'>
  | Because<'DateMalformed', 'due'>
  | Because<'TextMissing', 'title' | 'text'>
  /** `bytesMax` if its characters are few, and take too much room. */
  | Because<'TextTooLong', CaseTextField, { lengthMax: number; bytesMax?: number }>
  | Because<'TextUnprintable', CaseTextField>
  | Because<'TextInvisible', CaseTextField>

const TEXTS: Readonly<Record<CaseTextField, string>> = {
  title: 'The title',
  text: 'The text',
  why: 'The reason',
}

export function sentenceFor(refusal: CaseFileRefusal): string {
  switch (refusal.type) {
    case 'CaseFileNotFound':
      return 'This case file does not exist.'
    case 'CaseFileAlreadyExists':
      return 'This case file already exists.'
    case 'CaseFileClosed':
      return 'This case file is closed. Reopen it first.'
    case 'CaseFileOpen':
      return 'This case file is open.'
    case 'CaseFileUnchanged':
      return 'Nothing to change: this is what the case file says.'
    case 'RevisedMeanwhile':
      return `You changed version ${refusal.expectedVersion} of the text; the newest is version ${refusal.version}. Read it, and send yours again with both changes.`
    case 'RenamedMeanwhile':
      return `The title is “${refusal.titleNow}” by now. Change it again if yours is better.`
    case 'TooManyVersions':
      return `A text can have at most ${thousands(refusal.max)} versions. Open another case file.`
    case 'TooManyLinks':
      return `A case file can be about ${refusal.max} events at most.`
    case 'EventAlreadyLinked':
      return 'This case file is about that event already.'
    case 'EventNotLinked':
      return 'This case file is not about that event.'
    case 'DateMalformed':
      return 'Enter a date such as 2026-11-30.'
    case 'TextMissing':
      return refusal.field === 'title' ? 'Enter a title.' : 'Enter a text.'
    case 'TextTooLong':
      return tooLong(refusal)
    case 'TextUnprintable':
      return `${TEXTS[refusal.field]} has hidden characters. Type it again.`
    case 'TextInvisible':
      return `${TEXTS[refusal.field]} has no visible characters. Type it again.`
    default:
      return unreachable(refusal)
  }
}

function tooLong({ field, lengthMax, bytesMax }: Extract<CaseFileRefusal, { lengthMax: number }>) {
  return bytesMax === undefined
    ? `${TEXTS[field]} can have at most ${thousands(lengthMax)} characters.`
    : `${TEXTS[field]} takes more than ${thousands(bytesMax)} bytes. Shorten it.`
}

function thousands(count: number): string {
  return count.toLocaleString('en-US')
}
