import type { DateText } from '@/domain/event-sourcing/calendar-date'

/** A member of the staff, with the name at that time. */
export type Person = { readonly id: string; readonly name: string }

/** What a case file is about. */
export type CaseSubject =
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'person'; readonly personId: string }

/** An event of some stream of the bank. */
export type EventRef = { readonly streamId: string; readonly version: number }

export function isSameEvent(one: EventRef, other: EventRef): boolean {
  return one.streamId === other.streamId && one.version === other.version
}

/** The types of the events that have a version of the text. */
export const TEXT_EVENTS = [
  'CaseFileOpened',
  'CaseFileRevised',
] as const satisfies CaseFileEvent['type'][]

/** What happened to a case file. The names are the stored format. */
export type CaseFileEvent =
  /** Its text is version 1. */
  | {
      readonly type: 'CaseFileOpened'
      readonly about: CaseSubject
      readonly title: string
      readonly text: string
    }
  /** The whole new text, and which version of it this is, from 2 on. */
  | {
      readonly type: 'CaseFileRevised'
      readonly version: number
      readonly text: string
      readonly why: string | null
    }
  | { readonly type: 'CaseFileRenamed'; readonly title: string }
  /** `to` is null when it is nobody’s any more. */
  | { readonly type: 'CaseFileAssigned'; readonly to: Person | null }
  | { readonly type: 'CaseFileDueSet'; readonly due: DateText | null }
  | ({ readonly type: 'CaseFileEventLinked' } & EventRef)
  | ({ readonly type: 'CaseFileEventUnlinked' } & EventRef)
  | { readonly type: 'CaseFileClosed' }
  | { readonly type: 'CaseFileReopened' }
