import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { onEachRequest } from './each-request'

declare global {
  var daybookAnswers: AsyncLocalStorage<ServerResponse> | undefined
}

/** The answer of each request under way; one for all the copies that Next.js makes of a module. */
function answers(): AsyncLocalStorage<ServerResponse> {
  globalThis.daybookAnswers ??= new AsyncLocalStorage()
  return globalThis.daybookAnswers
}

/** Lets pages choose the status of their answer: to be called once, before the first request. */
export function followAnswers(): void {
  onEachRequest(({ response }) => answers().enterWith(response))
}

/**
 * Answers the page that is being rendered with 404. `notFound()` of Next.js would do so too, but
 * sends an empty document, which only scripts fill.
 */
export function answerNotFound(): void {
  const answer = answers().getStore()
  if (answer && !answer.headersSent) answer.statusCode = 404
}
