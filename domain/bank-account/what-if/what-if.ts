import { type Account, type BankAccount, moneyOf } from '@/domain/bank-account/bank-account'
import type { SetLimits, SetOverdraftLimit } from '@/domain/bank-account/commands'
import { IMPORTER_ID } from '@/domain/bank-account/ledger'
import type { Refusal } from '@/domain/bank-account/refusal'
import type { Actor } from '@/domain/event-sourcing/ports'
import { commandOf } from './command-of'
import { decideAgain } from './decide-again'
import { copyOf, type History, openHistory, record, type Told } from './history'

/** A recorded event of an account, as a what-if reads it. */
export type RecordedOnce = Told & { readonly actor: Pick<Actor, 'id'> }

/** How a history is to differ from the recorded one. */
export type Change = {
  /** The versions of the events that did not happen. The creation always happens. */
  readonly without: ReadonlySet<number>
  /** Commands that were sent at `from` too. */
  readonly rules: readonly Rule[]
  /** The moment, as the bank records; null: when the account was opened. */
  readonly from: Date | null
}

export type Rule = SetOverdraftLimit | SetLimits

/** What became of an event in the other history. */
export type Outcome =
  /** The command was accepted again. */
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** It did not happen. */
  | { readonly kind: 'left-out' }
  /** The command changed nothing: the expiry of a hold that was not there. */
  | { readonly kind: 'unchanged' }
  /** No decision led to it, so none takes it away: it happened, or its rules are no longer known. */
  | { readonly kind: 'kept' }

/** One event in both histories; amounts in minor units. */
export type WhatIfStep = {
  readonly version: number
  readonly outcome: Outcome
  readonly change: bigint
  /** The balance after it in the order of recording, in the recorded history and in the other one. */
  readonly recorded: bigint
  readonly whatIf: bigint
}

export type WhatIf = {
  /**
   * The next event, in the order of recording.
   * @throws Error when the log itself is impossible
   */
  add(told: RecordedOnce): WhatIfStep
  /** Both accounts after the last event. Call it once; null without events. */
  end(now: Date): WhatIfEnd | null
}

export type WhatIfEnd = {
  readonly recorded: Account
  readonly whatIf: Account
  /** Why the rules were refused, in their order; null: accepted, or not yet sent. */
  readonly rules: readonly (Refusal | null)[]
}

/**
 * Folds an account's events twice: as recorded, and as they would have been with a change. From the
 * first difference on, the command of each event is decided again at its own time, on the state and
 * the facts of the other history. It is refused there only if the same decision accepts it on the
 * recorded history: an event that the rules of today don't explain is kept, and so is what was
 * imported, since nobody decided it here.
 */
export function openWhatIf({ without, rules, from }: Change): WhatIf {
  const recorded = openHistory()
  let other: History | null = null
  const answers: (Refusal | null)[] = []
  let areSent = rules.length === 0

  function sendRules(startedAt: Date): void {
    const at = from !== null && from > startedAt ? from : startedAt
    other ??= copyOf(recorded)
    areSent = true
    for (const command of rules) {
      const decision = decideAgain({ command, now: at }, null, other)
      answers.push(decision.outcome === 'refused' ? decision.refusal : null)
      if (decision.outcome === 'refused') continue
      for (const event of decision.events) record(other, { version: null, occurredAt: at, event })
    }
  }

  function outcomeOf(told: RecordedOnce): Outcome {
    if (without.has(told.version) && recorded.state.status !== 'none') {
      other ??= copyOf(recorded)
      return { kind: 'left-out' }
    }
    return other ? happenAgain(told, recorded, other) : { kind: 'accepted' }
  }

  return {
    add(told) {
      const { version, createdAt, event } = told
      if (!areSent && recorded.startedAt && (from === null || createdAt > from)) {
        sendRules(recorded.startedAt)
      }
      const outcome = outcomeOf(told)
      record(recorded, told)
      const balance = balanceOf(recorded.state)
      const whatIf = other ? balanceOf(other.state) : balance
      return { version, outcome, change: moneyOf(event)?.change ?? 0n, recorded: balance, whatIf }
    },

    end(now) {
      const { state, startedAt } = recorded
      if (state.status === 'none' || !startedAt) return null
      if (!areSent && (from === null || from <= now)) sendRules(startedAt)
      const whatIf = other?.state ?? state
      if (whatIf.status === 'none') throw new Error('The creation of an account always happens')
      return { recorded: state, whatIf, rules: rules.map((_, n) => answers[n] ?? null) }
    },
  }
}

/** Decides the command of an event again on the other history, and adds what comes of it there. */
function happenAgain(told: RecordedOnce, recorded: History, other: History): Outcome {
  const { version, occurredAt, event, actor } = told
  const keep = (): Outcome => {
    record(other, told)
    return { kind: 'kept' }
  }
  if (actor.id === IMPORTER_ID) return keep()
  const asked = commandOf(told, recorded.state)
  const before = decideAgain(asked, event, recorded)
  if (before.outcome === 'refused' || before.events.length === 0) return keep()
  const decision = decideAgain(asked, event, other)
  if (decision.outcome === 'refused') return { kind: 'refused', refusal: decision.refusal }
  for (const again of decision.events) record(other, { version, occurredAt, event: again })
  return { kind: decision.events.length === 0 ? 'unchanged' : 'accepted' }
}

function balanceOf(state: BankAccount): bigint {
  return state.status === 'none' ? 0n : state.balance
}
