import { z } from 'zod'
import type { Aggregate } from '@/domain/event-sourcing/aggregate'
import type { Codec } from '../../codecs/codec'

/** An aggregate for tests only: a count, without money or account. */
type TallyEvent =
  | { readonly type: 'TallyBegun'; readonly subject: string }
  | { readonly type: 'TallyCounted'; readonly by: bigint }

type Tally = { readonly subject: string | null; readonly count: bigint }

export type TallyCommand =
  | { readonly type: 'BeginTally'; readonly subject: string }
  | { readonly type: 'CountUp'; readonly by: string }

type TallyRefusal =
  | { readonly type: 'NothingToCount'; readonly field: null }
  | { readonly type: 'NotANumber'; readonly field: 'by' }
  | { readonly type: 'BegunAlready'; readonly field: null }

export const tally: Aggregate<Tally, TallyCommand, TallyEvent, TallyRefusal> = {
  type: 'Tally',
  initial: { subject: null, count: 0n },
  evolve: (state, event) =>
    event.type === 'TallyBegun'
      ? { subject: event.subject, count: 0n }
      : { ...state, count: state.count + event.by },
  decide(command, { subject }) {
    if (command.type === 'BeginTally') {
      if (subject !== null) return refuse({ type: 'BegunAlready', field: null })
      return accept({ type: 'TallyBegun', subject: command.subject })
    }
    if (subject === null) return refuse({ type: 'NothingToCount', field: null })
    if (!/^[1-9]\d{0,8}$/.test(command.by)) return refuse({ type: 'NotANumber', field: 'by' })
    return accept({ type: 'TallyCounted', by: BigInt(command.by) })
  },
  sentenceFor: ({ type }) => `The tally says ${type}.`,
}

const counted = z.codec(z.object({ by: z.string() }), z.object({ by: z.bigint() }), {
  decode: ({ by }) => ({ by: BigInt(by) }),
  encode: ({ by }) => ({ by: String(by) }),
})
const state = z.object({ subject: z.string().nullable(), count: z.string().regex(/^\d+$/) })

export const tallyCodec: Codec<Tally, TallyEvent> = {
  events: {
    TallyBegun: { schemaVersion: 1, schema: z.object({ subject: z.string() }) },
    TallyCounted: { schemaVersion: 1, schema: counted },
  },
  shape: 1001,
  encodeState: ({ subject, count }) => ({ subject, count: String(count) }),
  decodeState(json) {
    const parsed = state.safeParse(json)
    if (!parsed.success) return null
    return { state: { subject: parsed.data.subject, count: BigInt(parsed.data.count) } }
  },
  bearsOut: ({ subject }) => subject !== null,
}

function accept(event: TallyEvent) {
  return { outcome: 'accepted' as const, events: [event] }
}

function refuse(refusal: TallyRefusal) {
  return { outcome: 'refused' as const, refusal }
}
