import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerOfRequest } from '@/app/_server/process/status'
import type { Problem } from '@/app/_wire/types'
import { FORM_BYTES_MAX, TOO_LARGE, UNREADABLE } from './early-answers'

declare global {
  var daybookTakenForms: WeakSet<ServerResponse> | undefined
}

/** Responses whose form a server action has accepted; shared by all copies of this module. */
function takenForms(): WeakSet<ServerResponse> {
  globalThis.daybookTakenForms ??= new WeakSet()
  return globalThis.daybookTakenForms
}

/**
 * Every server action calls this first: failures after it are the server's own. Actions are public
 * endpoints and can be called with any value.
 * @throws TypeError when the argument is not a form
 */
export function takeForm(sent: unknown = new FormData()): FormData {
  if (!(sent instanceof FormData)) throw new TypeError('An action was called without its form')
  const answer = answerOfRequest()
  if (answer) takenForms().add(answer)
  return sent
}

/** This much of a body may have been read together with its head, before counting begins. */
const READ_AHEAD_BYTES = 128 * 1024

/**
 * Answers a post to a page with 400 when no action has accepted it: Next.js answers 500 to a body
 * that it can't decode, and 200 to one that names no action. Next.js has no hook for this, so its
 * answer is replaced when it begins to be written.
 */
export function watchForm(request: IncomingMessage, response: ServerResponse): void {
  const { writeHead, write, end, flushHeaders } = response
  // The request drops its socket when its body is aborted.
  const { socket } = request
  const bytesBefore = socket.bytesRead
  let isReplaced = false
  const replaces = (status: number): boolean => {
    if (isReplaced) return true
    if (response.headersSent || !isUnread(response, status)) return false
    isReplaced = true
    const isLarge = socket.bytesRead - bytesBefore > FORM_BYTES_MAX - READ_AHEAD_BYTES
    Object.assign(response, { writeHead, write, end, flushHeaders })
    sendSentence(response, isLarge ? 413 : 400, isLarge ? TOO_LARGE : UNREADABLE)
    Object.assign(response, { writeHead: () => response, write: ignore, end: () => response })
    return true
  }
  response.writeHead = (...args: unknown[]) => {
    if (replaces(Number(args[0]))) return response
    return Reflect.apply(writeHead, response, args)
  }
  response.write = (...args: unknown[]) =>
    replaces(response.statusCode) ? ignore(...args) : Reflect.apply(write, response, args)
  response.end = (...args: unknown[]) =>
    replaces(response.statusCode) ? response : Reflect.apply(end, response, args)
  response.flushHeaders = () => {
    if (!replaces(response.statusCode)) Reflect.apply(flushHeaders, response, [])
  }
}

/** Whether no action has accepted the form and the response is not a refusal already. */
function isUnread(response: ServerResponse, status: number): boolean {
  if (takenForms().has(response)) return false
  // An action of another page ran in a request of its own, which answers in this type.
  const isPassedOn = String(response.getHeader('content-type')).startsWith('text/x-component')
  return status >= 500 || (status < 300 && !isPassedOn)
}

/**
 * Discards what is written after the answer; calls the callback of a `write`, which may be awaited.
 */
function ignore(...args: unknown[]): boolean {
  const done = args.at(-1)
  if (typeof done === 'function') queueMicrotask(() => done())
  return true
}

/** Answers a request to the API with a problem. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  const body = Buffer.from(JSON.stringify(problem))
  response.statusCode = problem.status
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-type', 'application/problem+json')
  response.setHeader('content-length', body.byteLength)
  response.end(body)
}

/** Replaces the answer with a sentence in plain text. */
export function sendSentence(response: ServerResponse, status: number, sentence: string): void {
  for (const name of response.getHeaderNames()) {
    if (/^(?:content-(?!security)|transfer-|etag|vary|x-nextjs|location)/.test(name)) {
      response.removeHeader(name)
    }
  }
  response.statusCode = status
  response.setHeader('cache-control', 'no-store')
  if (status === 204) response.end()
  else {
    const body = Buffer.from(`${sentence}\n`)
    response.setHeader('content-type', 'text/plain; charset=utf-8')
    response.setHeader('content-length', body.byteLength)
    response.end(response.req.method === 'HEAD' ? undefined : body)
  }
}
