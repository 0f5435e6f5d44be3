import type { Stream } from '@/domain/event-sourcing/ports'
import type { Data } from './codec'
import { codecOf } from './registry'

/** The state of a stream as a snapshot stores it, and its shape. */
export function encodeState(stream: Stream): { readonly shape: number; readonly state: Data } {
  const { type, state, block, startedAt } = stream
  if (type === null || !startedAt) throw new Error('A stream without events has no snapshot')
  const codec = codecOf(type)
  const data = codec.encodeState(state, block)
  return { shape: codec.shape, state: { ...data, openedAt: startedAt.toISOString() } }
}

/** The state of a snapshot; null for one that this program can't read, which is then ignored. */
export function decodeState(
  type: string,
  json: unknown,
): Pick<Stream, 'state' | 'block' | 'startedAt'> | null {
  const openedAt = typeof json === 'object' && json && 'openedAt' in json ? json.openedAt : null
  const startedAt = new Date(typeof openedAt === 'string' ? openedAt : Number.NaN)
  if (Number.isNaN(startedAt.getTime())) return null
  const decoded = codecOf(type).decodeState(json)
  return decoded && { ...decoded, startedAt }
}
