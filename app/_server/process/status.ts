import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { onEachRequest } from './each-request'
import { sayWithoutScripts } from './trouble-page'

declare global {
  var daybookAnswers: AsyncLocalStorage<ServerResponse> | undefined
}

/**
 * The response of each request under way; shared by all copies that Next.js makes of this module.
 */
function answers(): AsyncLocalStorage<ServerResponse> {
  globalThis.daybookAnswers ??= new AsyncLocalStorage()
  return globalThis.daybookAnswers
}

/** Lets pages set the status of their response. Call once, before the first request. */
export function followAnswers(): void {
  onEachRequest(({ response }) => answers().enterWith(response))
}

/** The response of the current request; undefined outside one. */
export function answerOfRequest(): ServerResponse | undefined {
  return answers().getStore()
}

/**
 * Answers the page that is being rendered with 404. Next.js's `notFound()` does so too, but sends
 * an empty document that only scripts fill.
 */
export function answerNotFound(): void {
  const answer = answerOfRequest()
  if (answer && !answer.headersSent) answer.statusCode = 404
}

/** Answers a form that was sent too often with 429; the page says so, and keeps what was typed. */
export function answerTooMany(waitS: number): void {
  const answer = answerOfRequest()
  if (!answer || answer.headersSent) return
  answer.statusCode = 429
  answer.setHeader('retry-after', String(waitS))
}

/**
 * Returns a function that answers the current page with 503 where Next.js would answer 500, for
 * data that could not be read, with the sentence for browsers without scripts. Has no effect once
 * the head is sent.
 */
export function pageMarker(): (told: Told) => void {
  const answer = answers().getStore()
  return told => {
    if (answer && !answer.headersSent) turnFailureIntoUnavailable(answer, told)
  }
}

type Told = { readonly sentence: string; readonly retryAfterS: number }

const marked = new WeakSet<ServerResponse>()

function turnFailureIntoUnavailable(answer: ServerResponse, { sentence, retryAfterS }: Told): void {
  if (marked.has(answer)) return
  marked.add(answer)
  sayWithoutScripts(answer, sentence)
  const writeHead = answer.writeHead.bind(answer) as (
    status: number,
    ...rest: unknown[]
  ) => typeof answer
  answer.writeHead = (status: number, ...rest: unknown[]) => {
    if (status !== 500) return writeHead(status, ...rest)
    answer.setHeader('retry-after', String(retryAfterS))
    return writeHead(503, ...rest)
  }
}
