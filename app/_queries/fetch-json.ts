import { tellUnauthorized } from '@/app/_session/unauthorized'
import type { Problem } from '@/app/_wire/types'

/** The API answered with a problem; `status` tells the kind, `message` is its sentence. */
export class ProblemError extends Error {
  readonly status: number
  constructor(problem: Pick<Problem, 'status' | 'detail'>) {
    super(problem.detail)
    this.status = problem.status
  }
}

/**
 * Fetches JSON from our own API.
 * @throws ProblemError when the API refuses, TypeError when it can't be reached.
 */
export async function fetchJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal, headers: { accept: 'application/json' } })
  if (response.ok) {
    const body: T = await response.json()
    return body
  }
  if (response.status === 401) tellUnauthorized()
  throw new ProblemError(await problemOf(response))
}

async function problemOf(response: Response): Promise<Pick<Problem, 'status' | 'detail'>> {
  const { status } = response
  try {
    const body: Partial<Problem> = await response.json()
    if (typeof body.detail === 'string') return { status, detail: body.detail }
  } catch {
    // Not JSON: the answer came from a proxy.
  }
  return { status, detail: 'The server’s answer can’t be read. Try again in a moment.' }
}
