import { z } from 'zod'
import type { Named } from '@/domain/event-sourcing/aggregate'
import { type Data, type EventCodec, InvalidEvent, NewerEvent, UnreadableEvent } from './codec'
import { eventKinds } from './registry'

/** An event as it is stored. */
export type StoredEvent = {
  readonly type: string
  readonly schemaVersion: number
  readonly data: Data
}

/** @throws InvalidEvent with the path of the value that the schema rejects */
export function encodeEvent(event: Named): StoredEvent {
  const { type } = event
  const codec = eventKinds().get(type)?.event
  if (!codec) throw new InvalidEvent(String(type), 'type', 'is unknown')
  const { schemaVersion } = codec
  const fast = codec.fast?.encode(event)
  if (fast) return { type, schemaVersion, data: fast }
  const { type: _, ...fields } = event
  const encoded = z.safeEncode(codec.schema, fields)
  if (encoded.success) return { type, schemaVersion, data: encoded.data }
  const [issue] = encoded.error.issues
  throw new InvalidEvent(type, issue?.path.join('.') ?? '', issue?.message ?? 'is invalid')
}

/**
 * Decodes a stored event, raising old schema versions.
 * @throws UnreadableEvent for malformed data
 * @throws NewerEvent for a type or a schema version that this program does not know
 */
export function decodeEvent(type: string, schemaVersion: number, data: unknown): Named {
  const codec = eventKinds().get(type)?.event
  if (!codec) {
    throw new NewerEvent(
      `The log holds an unknown event type: ${type}. A newer version of Daybook, or another ` +
        'program, has written it. Update this one.',
    )
  }
  const present = codec.schemaVersion
  if (schemaVersion > present) {
    throw new NewerEvent(
      `The log holds ${type} of schema version ${schemaVersion}, and this program reads up to ` +
        `${present}: it was written by a newer version of Daybook. Update this one.`,
    )
  }
  const current = schemaVersion === present ? data : upcast(codec, schemaVersion, data)
  const fast = codec.fast?.decode(current)
  if (fast) return { type, ...fast }
  const decoded = codec.schema.safeParse(current)
  if (decoded.success) return { type, ...decoded.data }
  const [issue] = decoded.error.issues
  throw new UnreadableEvent(
    `The log holds a broken ${type} at ${issue?.path.join('.')}: ${issue?.message}`,
  )
}

function upcast({ upcasters = [] }: EventCodec, schemaVersion: number, data: unknown): Data {
  // Old data has the shape that its version's schema required when it was written.
  return upcasters.slice(schemaVersion - 1).reduce((at, step) => step(at), data as Data)
}
