import 'server-only'
import { codecOf, eventKinds } from '@/db/codecs/registry'

/** The types of event that streams of an aggregate's type have, or (null) all streams of the bank. */
export function eventTypesOf(type: string | null): string[] {
  return type === null ? [...eventKinds().keys()] : Object.keys(codecOf(type).events)
}
