import 'server-only'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { findRecords } from '@/db/people/records'
import type { Stream } from '@/domain/event-sourcing/ports'
import { person, personOf } from '@/domain/person/person'
import { roster } from '@/domain/person/roster'

/** The streams of people, and of who the administrators are: not everybody's business. */
export const PEOPLE_TYPES: readonly string[] = [person.type, roster.type]

/** Auditors and administrators read everybody's stream, and everybody their own. */
export async function readablePerson(viewer: Viewer, stream: Stream) {
  const found = personOf(stream)
  if (!found) return null
  const isOwn = found.personId === viewer.userId
  if (!isOwn && !may(viewer, 'readPeople')) return null
  const [record] = await findRecords(bank().db, { ids: [found.personId] })
  return { title: record?.name ?? 'Somebody who was removed', currency: null }
}

export function readableRoster(viewer: Viewer) {
  return may(viewer, 'readPeople') ? { title: 'Administrators', currency: null } : null
}
