import 'server-only'
import type { ServerResponse } from 'node:http'
import { answerOfRequest } from './status'

/** What the parts of the bank tell about a request, for its line in the log. */
export type Notes = {
  requestId?: string
  traceId?: string
  /** Who asks: a person or a service. */
  actorId?: string
  /** How the commands of the request ended, and how many of them. */
  readonly outcomes: Map<string, number>
  /** The id of its command; absent for several. */
  commandId?: string
}

declare global {
  var daybookNotes: WeakMap<ServerResponse, Notes> | undefined
}

/** The notes on a request. Shared by all copies that Next.js makes of this module. */
export function notesOn(response: ServerResponse): Notes {
  globalThis.daybookNotes ??= new WeakMap()
  const found = globalThis.daybookNotes.get(response)
  if (found) return found
  const made: Notes = { outcomes: new Map() }
  globalThis.daybookNotes.set(response, made)
  return made
}

/** The notes on the current request; null outside one. */
export function currentNotes(): Notes | null {
  const response = answerOfRequest()
  return response ? notesOn(response) : null
}

/** Tells who asks, once they are known. */
export function noteActor(actorId: string): void {
  const notes = currentNotes()
  if (notes) notes.actorId = actorId
}

export function noteRequestId(requestId: string): void {
  const notes = currentNotes()
  if (notes) notes.requestId = requestId
}

/**
 * Tells how a command of the current request ended.
 * @param commandId a UUID; anything else was typed by somebody and is not logged
 */
export function noteCommand(commandId: unknown, outcome: string): void {
  const notes = currentNotes()
  if (!notes) return
  const isFirst = notes.outcomes.size === 0
  notes.outcomes.set(outcome, (notes.outcomes.get(outcome) ?? 0) + 1)
  if (isFirst && typeof commandId === 'string' && UUID.test(commandId)) notes.commandId = commandId
  else delete notes.commandId
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What a line about the current request has, so that it is found with the request's own. */
export function linksOfRequest(): Pick<Notes, 'requestId' | 'traceId' | 'actorId'> {
  const { requestId, traceId, actorId } = currentNotes() ?? {}
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(traceId === undefined ? {} : { traceId }),
    ...(actorId === undefined ? {} : { actorId }),
  }
}
