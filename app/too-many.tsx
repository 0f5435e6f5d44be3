import { answerTooMany } from './_server/process/status'
import type { Problem } from './_wire/types'

/** Shown instead of a list that was searched too often; says how long to wait. */
export function TooMany({ problem: { detail, retryAfter } }: { problem: Problem }) {
  answerTooMany(Number(retryAfter))
  return (
    <main id="main" className="column py-8">
      <h1 className="mb-2 font-semibold text-20">Too many searches</h1>
      <p className="max-w-[60ch] text-soft">{detail}</p>
    </main>
  )
}
