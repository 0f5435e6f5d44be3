import type { Transaction } from '../connection'
import { Conflict } from '../trouble/failures'

/** What a stream must be like for an append: any version, none at all, some, or exactly this one. */
export type Expectation = 'any' | 'no stream' | 'stream exists' | number

/** A stream that an append relies on without writing to it: it must stay at `version`. */
export type Check = { readonly aggregateId: string; readonly version: number }

/** Whether a stream at `version` (0: there is none) is as expected. */
export function meets(version: number, expected: Expectation): boolean {
  switch (expected) {
    case 'any':
      return true
    case 'no stream':
      return version === 0
    case 'stream exists':
      return version > 0
    default:
      return version === expected
  }
}

/** The key that the next event of a checked stream would have. */
export function nextKey({ aggregateId, version }: Check) {
  return { aggregateId, version: version + 1 }
}

/**
 * Confirms, while the next key of each checked stream is held in the outbox, that nobody has had it
 * already, and gives the keys back. A key that was inserted is held until the transaction ends,
 * though it is deleted at once: the next writer of the stream, its creator too, waits for it.
 * @throws Conflict
 */
export async function confirm(tx: Transaction, checks: readonly Check[]): Promise<void> {
  await Promise.all(
    checks.flatMap(check => {
      const { aggregateId, version } = check
      return [
        tx`delete from outbox
          where aggregate_id = ${aggregateId} and event_version = ${version + 1}`,
        tx<{ version: number | null }[]>`
          select max(event_version) as version from events where aggregate_id = ${aggregateId}`.then(
          ([row]) => {
            if ((row?.version ?? 0) !== version) throw new Conflict()
          },
        ),
      ]
    }),
  )
}
