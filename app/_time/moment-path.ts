import { isAccount, streamPath } from '@/app/_wire/stream-path'
import type { StreamRef } from '@/domain/event-sourcing/operation'

/** The address of an account at an instant (ISO 8601, UTC), shown in a zone. */
export function pathAt(id: string, instant: string, zone: string, knownAt?: string): string {
  const known = knownAt === undefined ? '' : `&knownAt=${knownAt}`
  return `/accounts/${id}/at/${instant}?zone=${zoneText(zone)}${known}`
}

/** The address of an account at a version. */
export function pathAtVersion(id: string, version: number): string {
  return `/accounts/${id}/at/v${version}`
}

/** The address of a stream of any type at a version. */
export function pathAfterEvent(of: StreamRef, version: number, keep: Kept = {}): string {
  return isAccount(of)
    ? pathOfView(of.id, { ...keep, segment: `v${version}` }, '')
    : pathOfSteps(of, version)
}

/** The address of a stream's fold at a version. */
export function pathOfSteps(of: StreamRef, version: number, keep: Kept = {}): string {
  return isAccount(of)
    ? pathOfView(of.id, { ...keep, segment: `v${version}` }, 'fold')
    : `${streamPath(of)}/fold?version=${version}`
}

/** A moment as an address writes it. */
export type Place = {
  /** `v57`, or an instant */
  segment: string
  zone?: string | undefined
  knownAt?: string | undefined
  /** How charts are spaced; absent: by time. */
  axis?: 'events' | undefined
}

/** What of a moment's address stays when moving to a version. */
export type Kept = Pick<Place, 'zone' | 'axis'>

/** The views of a moment; the empty one is the account itself. */
export type View = '' | 'explain' | 'compare' | 'fold'

/** The address of one view of a moment; `params` are added to the moment's own. */
export function pathOfView(
  id: string,
  { segment, zone, knownAt, axis }: Place,
  view: View,
  params: Readonly<Record<string, string | undefined>> = {},
): string {
  const query = Object.entries({ zone, knownAt, axis, ...params })
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${zoneText(value ?? '')}`)
  const path = `/accounts/${id}/at/${segment}${view && `/${view}`}`
  return query.length === 0 ? path : `${path}?${query.join('&')}`
}

/** Parses an event number, or says what is expected. */
export function readVersion(
  text: string,
  newest: number,
): { ok: true; version: number } | { ok: false; sentence: string } {
  const version = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0
  if (version >= 1 && version <= newest) return { ok: true, version }
  const sentence =
    newest === 1
      ? 'There is one event so far. Enter 1.'
      : `Enter an event number from 1 to ${newest}.`
  return { ok: false, sentence }
}

function zoneText(zone: string): string {
  return encodeURIComponent(zone).replaceAll('%2F', '/').replaceAll('%3A', ':')
}
