import type { Aggregate, Decision } from '@/domain/event-sourcing/aggregate'
import { createRegistry, type Operation, type Placed } from '@/domain/event-sourcing/operation'
import type { Actor, CommandEnvelope } from '@/domain/event-sourcing/ports'

/** Adds numbers, one event for each; `needs` are the facts that it asks for. */
export type Count = {
  readonly type: 'Count'
  readonly add: readonly number[]
  readonly needs?: string
  readonly occurredAt?: Date
}
export type Counted = { readonly type: 'Counted'; readonly by: number }
export type TooMuch = { readonly type: 'TooMuch'; readonly field: 'add'; readonly seen: unknown }

/** The smallest aggregate with facts and blocks: a sum of at most a thousand. */
export const counter: Aggregate<number, Count, Counted, TooMuch, string, number, number[]> = {
  type: 'Counter',
  initial: 0,
  evolve: (sum, { by }) => sum + by,
  decide({ add, occurredAt }, sum, { id, startedAt, now, facts }) {
    const total = add.reduce((before, by) => before + by, sum)
    // The refusal tells what the decision was given.
    const seen = { id, sum, startedAt, now, facts }
    if (total > 1000)
      return { outcome: 'refused', refusal: { type: 'TooMuch', field: 'add', seen } }
    const events = add.map(by => ({ type: 'Counted' as const, by }))
    return { outcome: 'accepted', events, ...(occurredAt && { occurredAt }) }
  },
  sentenceFor: () => 'Too much.',
  asks: ({ needs }) => needs ?? null,
  block: { of: sum => (sum < 0 ? null : [sum]), join: (a, b) => [...a, ...b] },
}

/** An aggregate without facts and blocks. */
export const flag: Aggregate<boolean, { type: 'Raise' }, { type: 'Raised' }, never> = {
  type: 'Flag',
  initial: false,
  evolve: () => true,
  decide: (_, isUp) => ({ outcome: 'accepted', events: isUp ? [] : [{ type: 'Raised' }] }),
  sentenceFor: () => '',
}

/** Takes from its home counter what it gives to another one, `via` a stream that it only reads. */
export type Shift = {
  readonly type: 'Shift'
  readonly to: string
  readonly by: number
  readonly via?: string
  /** In whose name the other one gets it; absent: in the sender's. */
  readonly inNameOf?: Actor
  /** The streams whose facts it asks for. */
  readonly needs?: readonly string[]
}
export const shift: Operation<Shift, TooMuch> = {
  streamsOf: (home, { to, via }) => [
    home,
    { type: 'Counter', id: to },
    ...(via === undefined ? [] : [{ type: 'Flag', id: via }]),
  ],
  decide({ by, inNameOf }, [home, to, ...others]): Decision<Placed, TooMuch> {
    if (!home || !to) throw new Error('A shift is between two counters')
    if (by > 1000) {
      const refusal = { type: 'TooMuch', field: 'add', seen: [home, to, ...others] } as const
      return { outcome: 'refused', refusal }
    }
    const event = (change: number) => ({ type: 'Counted' as const, by: change })
    return {
      outcome: 'accepted',
      events: [
        { streamId: home.id, event: event(-by) },
        { streamId: to.id, event: event(by), ...(inNameOf && { actor: inNameOf }) },
      ],
    }
  },
  asks: ({ needs = [] }, { id }) => (needs.includes(id) ? id : null),
}

/** Opened in a test: what fails while a file is loaded fails no test of it. */
export const openRegistry = () => createRegistry([counter, flag], { Shift: shift })

export const actor = { id: 'u', name: 'U', role: 'teller' }

export function envelope<Command extends CommandEnvelope['command']>(
  commandId: string,
  streamId: string,
  command: Command,
  type = 'Counter',
): CommandEnvelope<Command> {
  return { commandId, stream: { type, id: streamId }, actor, correlationId: 'c', command }
}

export const count = (commandId: string, streamId: string, ...add: readonly number[]) =>
  envelope(commandId, streamId, { type: 'Count', add } satisfies Count)
