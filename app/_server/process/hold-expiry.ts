import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { findExpired } from '@/db/accounts/accounts'
import { expiryCommandId } from '@/db/ids'
import type { Db } from '@/db/query'
import { accountStream } from '@/domain/bank-account/account-stream'
import type { EndHold } from '@/domain/bank-account/commands'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { SKEW_MAX_MS } from '@/domain/event-sourcing/stream'

/** The bank itself, as the actor of what nobody has asked for. */
export const BANK = { id: 'bank', name: 'Bank', role: 'system' } as const

/** How long to wait between two rounds: from half of it to one and a half. */
const PAUSE_MS = 4_000

/** Accounts and commands of one round at most; a full round is followed by the next at once. */
const ACCOUNTS_MAX = 100
const COMMANDS_MAX = 1_000

type Parts = {
  readonly db: Db
  execute(envelope: CommandEnvelope): Promise<Answer>
}

/**
 * Records the expiries of one round of accounts. A hold is over without it: this adds the event.
 * Every process may do it at once: a hold's command has the same id everywhere, and if the hold has
 * ended otherwise, it is accepted and changes nothing. Holds are given a second, as the clocks of
 * processes may differ by that: to one whose clock is behind, they would not have expired.
 * @returns whether more may be due already
 */
export async function recordExpiries({ db, execute }: Parts, now: Date): Promise<boolean> {
  const by = new Date(now.getTime() - SKEW_MAX_MS)
  const accounts = await findExpired(db, by, ACCOUNTS_MAX)
  const due = accounts
    .flatMap(({ id, terms }) =>
      terms.holds
        .filter(({ expiresAt }) => new Date(expiresAt) <= by)
        .map(({ holdId }) => expiryOf(id, holdId)),
    )
    .slice(0, COMMANDS_MAX)
  const answers = await Promise.all(due.map(execute))
  const isFull = accounts.length === ACCOUNTS_MAX || due.length === COMMANDS_MAX
  return isFull && answers.every(({ outcome }) => outcome === 'accepted')
}

function expiryOf(accountId: string, holdId: string): CommandEnvelope<EndHold> {
  return {
    commandId: expiryCommandId(accountId, holdId),
    stream: accountStream(accountId),
    actor: BANK,
    correlationId: null,
    command: { type: 'ExpireHold', holdId },
  }
}

/**
 * Does rounds one after the other, each after a pause, or at once when the one before left some work.
 * @returns stops it; resolves when the round under way has ended
 */
export function startRounds(
  round: () => Promise<boolean>,
  onError: (error: unknown) => void,
  pauseMs = PAUSE_MS,
): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const pause = () =>
    sleep(pauseMs * (0.5 + Math.random()), undefined, { ref: false, signal }).catch(() => {})

  async function run() {
    while (!signal.aborted) {
      const isMore = await round().catch((error: unknown) => {
        onError(error)
        return false
      })
      if (!isMore) await pause()
    }
  }

  const running = run()
  return async () => {
    stopping.abort()
    await running
  }
}
