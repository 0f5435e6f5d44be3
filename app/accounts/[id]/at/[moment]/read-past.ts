import 'server-only'
import { cache } from 'react'
import { NO_SUCH_PLACE, readVersionCursor } from '@/app/_server/http/cursors'
import { lookBack } from '@/app/_server/past/look-back'
import { momentOf } from '@/app/_server/past/moment-text'
import { requireViewer, type Viewer } from '@/app/_server/people/session'
import { exactTime, isZone } from '@/app/_time/instant'
import type { Place } from '@/app/_time/moment-path'
import { readerZone } from '@/app/_time/reader'
import type { PastJson } from '@/app/_wire/look-back'
import type { AccountJson, Moment } from '@/app/_wire/types'
import { readAccount } from '../../read-account'

/** An account at the moment that an address names. */
export type Past = {
  viewer: Viewer
  /** The account as it is now. */
  now: AccountJson
  moment: Moment
  place: Place
  zone: string
  answer: PastJson
}

/** Why there is nothing at such an address, as the reader is told it. */
export type NoPast = {
  now: AccountJson
  zone: string
  /** The instant before the account, if that is what it is. */
  early: string | null
  title: string
  sentence: string
}

/** The parameters of such an address; one that is given twice is `TWICE`. */
type Query = Readonly<Partial<Record<'zone' | 'knownAt' | 'before', string | string[] | undefined>>>

const TWICE = '\0'

/** Reads an address of the past; null when the account is unknown, or not the reader's. */
export function readPast(id: string, segment: string, query: Query): Promise<Past | NoPast | null> {
  return readOnce(id, segment, single(query.zone), single(query.knownAt), single(query.before))
}

/** Asked once a request: the page and its “not found” both want to know. */
const readOnce = cache(
  async (
    id: string,
    segment: string,
    zoneText: string | undefined,
    knownAt: string | undefined,
    before: string | undefined,
  ): Promise<Past | NoPast | null> => {
    const [viewer, now, zone] = await Promise.all([
      requireViewer(),
      readAccount(id),
      readerZone(zoneText),
    ])
    if (!now) return null
    const cannot = (sentence: string): NoPast => ({
      now,
      zone,
      early: null,
      title: 'This date can’t be shown.',
      sentence,
    })
    if (zoneText !== undefined && !isZone(zoneText)) {
      return cannot('“zone” must be one time zone, such as Europe/Prague or UTC.')
    }
    if (before !== undefined && readVersionCursor(before) === null) {
      return cannot('“before” must be the number of an event, as the links of the page have it.')
    }
    const read = momentOf(segment, knownAt === TWICE ? [] : knownAt)
    if ('problem' in read) return cannot(`“knownAt” ${read.problem}`)
    const { moment } = read
    const answer = await lookBack(viewer, id, moment)
    if (answer.found) {
      const place = { segment: segment.replaceAll('%3A', ':'), zone: zoneText, knownAt }
      return { viewer, now, moment, place, zone, answer }
    }
    if (answer.reason === 'unknown') return null
    if (answer.reason === 'invalid') return cannot(answer.sentence)
    return notYet(now, zone, moment, answer.sentence)
  },
)

/** The moment is there, but its list has no such part: the address was written by hand. */
export function noSuchPart({ now, zone }: Past): NoPast {
  return {
    now,
    zone,
    early: null,
    title: 'This page of the list can’t be shown.',
    sentence: NO_SUCH_PLACE,
  }
}

/** Since when it exists; or, when it did but the bank had not heard of it, since when it knows. */
function notYet(now: AccountJson, zone: string, moment: Moment, sentence: string): NoPast {
  const asked = 'version' in moment || !moment.asOf ? null : new Date(moment.asOf)
  const isBefore = asked !== null && asked < new Date(now.openedAt)
  return {
    now,
    zone,
    early: asked?.toISOString() ?? now.openedAt,
    title: isBefore ? 'The account was not open yet.' : 'The account was not recorded yet.',
    sentence: isBefore ? `Opened on ${exactTime(now.openedAt, zone)}.` : sentence,
  }
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? TWICE : value
}
