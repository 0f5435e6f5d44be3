import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { decideBatch } from '@/domain/event-sourcing/batch'
import type { Answer, CommandEnvelope, Loaded, Unit } from '@/domain/event-sourcing/ports'

/** What a command would be answered now. */
export type Foreseen = {
  readonly answer: Answer
  /** Whether it was answered before, so that this is its answer for ever. */
  readonly isStored: boolean
  /** The streams as they are. */
  readonly streams: Loaded['streams']
  readonly units: readonly Unit[]
}

/** Decides a command on what is stored, by the same steps as any other, and saves nothing. */
export async function foresee(envelope: CommandEnvelope): Promise<Foreseen> {
  const { store } = bank()
  // As a second attempt: streams as they are stored, and the answer if there is one.
  const loaded = await store.load([envelope], () => 2)
  const stored = loaded.answers.get(envelope)
  const { streams } = loaded
  if (stored) return { answer: stored, isStored: true, streams, units: [] }
  const { answers, units } = decideBatch([envelope], loaded, store)
  const answer = answers.get(envelope) ?? { outcome: 'unavailable', reason: 'busy' }
  return { answer, isStored: false, streams, units }
}
