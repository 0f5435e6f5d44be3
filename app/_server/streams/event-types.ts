import 'server-only'
import { codecOf, eventKinds } from '@/db/codecs/registry'

/** The event types of an aggregate type, or (null) of the whole bank. */
export function eventTypesOf(type: string | null): string[] {
  return type === null ? [...eventKinds().keys()] : Object.keys(codecOf(type).events)
}
