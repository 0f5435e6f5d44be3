import 'server-only'
import { accountNotFound, answerProblem, inputProblem } from '@/app/_server/http/problems'
import { recordDenial } from '@/app/_server/people/denials'
import { mayDo } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { executeInTime } from '@/app/_server/process/execute-in-time'
import { lookUpAccount, readableStream } from '@/app/_server/streams/access'
import type { CaseFileBody, CaseFileJson } from '@/app/_wire/case-files'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { caseFileIdFor } from '@/db/ids'
import { findRecords } from '@/db/people/records'
import { caseFileStream } from '@/domain/case-file/case-file'
import type { CaseFileCommand } from '@/domain/case-file/decisions'
import type { CaseSubject, Person } from '@/domain/case-file/events'
import { unreachable } from '@/domain/unreachable'
import { caseFileJson, caseFileNotFound, findCaseFile } from './case-files'

/** Executes a command on a case file. */
export async function commandCaseFile(
  viewer: Viewer,
  body: CaseFileBody,
  zone: string,
): Promise<{ readonly caseFile: CaseFileJson } | Problem> {
  const { commandId } = body
  const caseFileId = body.caseFileId ?? caseFileIdFor(commandId)
  const barred = mayDo(viewer, 'writeCases')
  if (barred) {
    recordDenial(viewer, { right: body.type, subject: isUuid(caseFileId) ? caseFileId : null })
    return viewer.role === 'customer' ? caseFileNotFound() : barred
  }
  if (!isUuid(caseFileId)) {
    if (body.type !== 'OpenCaseFile') return caseFileNotFound()
    return inputProblem('Malformed', 'caseFileId', '“caseFileId” must be a UUID.')
  }
  const command = await admit(viewer, body)
  if ('status' in command) return command
  const stream = caseFileStream(caseFileId)
  const answer = await executeInTime({
    ...{ commandId, stream, command },
    actor: { id: viewer.userId, name: viewer.name, role: viewer.role },
    correlationId: caseFileId,
  })
  if (answer.outcome !== 'accepted') return answerProblem(stream.type, answer, INPUTS, zone)
  const found = await findCaseFile(caseFileId)
  return found ? { caseFile: caseFileJson(found) } : caseFileNotFound()
}

/** The inputs that a refusal calls otherwise than the command that was sent. */
const INPUTS = { to: 'assigneeEmail' }

async function admit(viewer: Viewer, body: CaseFileBody): Promise<CaseFileCommand | Problem> {
  switch (body.type) {
    case 'OpenCaseFile': {
      const about = await subjectOf(viewer, body)
      if ('status' in about) return about
      return { type: body.type, about, title: body.title, text: body.text }
    }
    case 'ReviseCaseFile': {
      const { type, expectedVersion, text, why = null } = body
      return { type, expectedVersion, text, why }
    }
    case 'RenameCaseFile':
      return { type: body.type, expectedTitle: body.expectedTitle, title: body.title }
    case 'AssignCaseFile': {
      const to = body.assigneeEmail === null ? null : await tellerOf(body.assigneeEmail)
      return to && 'status' in to ? to : { type: body.type, to }
    }
    case 'SetCaseFileDue':
      return { type: body.type, due: body.due }
    case 'LinkCaseFileEvent': {
      const stream = await readableStream(viewer, body.streamId)
      if (!stream) return inputProblem('NotFound', 'streamId', 'This account does not exist.')
      if (body.version > stream.version) {
        const detail = `There is no event ${body.version}: the last one is ${stream.version}.`
        return inputProblem('Refused', 'version', detail)
      }
      return { type: body.type, streamId: stream.id, version: body.version }
    }
    case 'UnlinkCaseFileEvent':
      return { type: body.type, streamId: body.streamId, version: body.version }
    case 'CloseCaseFile':
      return { type: 'CloseCaseFile' }
    case 'ReopenCaseFile':
      return { type: 'ReopenCaseFile' }
    default:
      return unreachable(body)
  }
}

type Open = Extract<CaseFileBody, { type: 'OpenCaseFile' }>

/** What a new case file is about, if it exists; or why it names nothing. */
async function subjectOf(
  viewer: Viewer,
  { accountId, personId }: Open,
): Promise<CaseSubject | Problem> {
  if ((accountId === undefined) === (personId === undefined)) {
    return inputProblem('Malformed', 'accountId', 'Use either “accountId” or “personId”.')
  }
  if (accountId !== undefined) {
    const account = await lookUpAccount(viewer, accountId)
    return account ? { kind: 'account', accountId: account.id } : accountNotFound()
  }
  const [person] = await findRecords(bank().db, { ids: [storable(personId ?? '')] })
  if (person) return { kind: 'person', personId: person.id }
  return inputProblem('NotFound', 'personId', 'Nobody in this bank has this ID.')
}

/** Who may write in case files can have one. */
async function tellerOf(email: string): Promise<Person | Problem> {
  const emails = [storable(email.trim().toLowerCase())]
  const [found] = await findRecords(bank().db, { emails })
  if (found && found.role === 'teller' && found.disabledAt === null) {
    return { id: found.id, name: found.name }
  }
  return inputProblem('Refused', 'assigneeEmail', 'No teller of this bank has this e-mail address.')
}

/** NUL, which PostgreSQL rejects and no stored text has, is replaced. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD')
}
