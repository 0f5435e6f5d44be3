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

/** The answer of the request that is being worked on; undefined outside one. */
export function answerOfRequest(): ServerResponse | undefined {
  return answers().getStore()
}

/**
 * Answers the page that is being rendered with 404. `notFound()` of Next.js would do so too, but
 * sends an empty document, which only scripts fill.
 */
export function answerNotFound(): void {
  const answer = answerOfRequest()
  if (answer && !answer.headersSent) answer.statusCode = 404
}

/**
 * A way to have the page of the present request answered with 503 where Next.js would say 500: what
 * it needed could not be read, which is no fault of the page. Once its head is sent it stays as it is.
 */
export function pageMarker(): () => void {
  const answer = answers().getStore()
  return () => {
    if (answer && !answer.headersSent) turnFailureIntoUnavailable(answer)
  }
}

const marked = new WeakSet<ServerResponse>()

function turnFailureIntoUnavailable(answer: ServerResponse): void {
  if (marked.has(answer)) return
  marked.add(answer)
  const writeHead = answer.writeHead.bind(answer) as (
    status: number,
    ...rest: unknown[]
  ) => typeof answer
  answer.writeHead = (status: number, ...rest: unknown[]) => {
    if (status !== 500) return writeHead(status, ...rest)
    answer.setHeader('retry-after', '2')
    return writeHead(503, ...rest)
  }
}
