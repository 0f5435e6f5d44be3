/** Case files and the commands on them: JSON, types only. Texts are Markdown. */

/** A command on a case file; each is idempotent under its `commandId`. */
export type CaseFileBody = { commandId: string } & (
  | {
      type: 'OpenCaseFile'
      /** A UUID; by default one that follows from the command's. */
      caseFileId?: string
      /** One of these. */
      accountId?: string
      personId?: string
      title: string
      text: string
    }
  | {
      type: 'ReviseCaseFile'
      caseFileId: string
      /** The version of the text that was revised. */
      expectedVersion: number
      text: string
      why?: string
    }
  | {
      type: 'RenameCaseFile'
      caseFileId: string
      /** The title that was changed. */
      expectedTitle: string
      title: string
    }
  /** To a teller; null: to nobody. */
  | { type: 'AssignCaseFile'; caseFileId: string; assigneeEmail: string | null }
  /** A date such as `2026-12-31`; null: none. */
  | { type: 'SetCaseFileDue'; caseFileId: string; due: string | null }
  | {
      type: 'LinkCaseFileEvent' | 'UnlinkCaseFileEvent'
      caseFileId: string
      /** The account, or another stream, and the number of the event there. */
      streamId: string
      version: number
    }
  | { type: 'CloseCaseFile' | 'ReopenCaseFile'; caseFileId: string }
)

export type CaseStateJson = 'open' | 'closed'

export type CaseFileJson = {
  caseFileId: string
  /** Of the newest text: how often it was written. */
  version: number
  state: CaseStateJson
  /** What it is about: one of these, the other is null. */
  accountId: string | null
  personId: string | null
  title: string
  assignee: { id: string; name: string } | null
  due: string | null
  openedAt: string
  /** When it was changed last. */
  changedAt: string
}

/** A case file in a list, with the part of its text that a search found. */
export type ListedCaseFileJson = CaseFileJson & { excerpt: string }

/** One version of the text, without the text. */
export type RevisionJson = {
  version: number
  by: { id: string; name: string }
  at: string
  why: string | null
  /** The number of its event in the stream. */
  event: number
}

export type WholeCaseFileJson = CaseFileJson & {
  /** The version that was asked for; by default the newest. */
  textVersion: number
  text: string
  links: { streamId: string; version: number }[]
  /** The newest first. */
  revisions: RevisionJson[]
}
