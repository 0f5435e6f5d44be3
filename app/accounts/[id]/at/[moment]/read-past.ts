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
import { pastSentence } from '@/app/_wire/past-faults'
import type { AccountJson, Moment, MomentAnswer } from '@/app/_wire/types'
import { readAccount } from '../../read-account'

/** An account at the moment that an address names. */
export type PastAccount = {
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

/** What these pages call the parameters of a moment. */
export const NAMES = {
  asOf: 'The date',
  knownAt: '“Records as of”',
  version: 'The event number',
  noun: 'account',
  unit: 'event',
  one: 'an event number',
} as const

/** Reads an address of the past; null when the account is unknown, or not the reader's. */
export function readPast(
  id: string,
  segment: string,
  query: Query,
): Promise<PastAccount | NoPast | null> {
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
  ): Promise<PastAccount | NoPast | null> => {
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
      return cannot('“zone” must be a time zone such as Europe/Prague or UTC.')
    }
    if (before !== undefined && readVersionCursor(before) === null) {
      return cannot('“before” must come from a link on this page.')
    }
    const read = momentOf(segment, knownAt === TWICE ? [] : knownAt)
    if ('fault' in read) return cannot(pastSentence(read.fault, NAMES))
    const { moment } = read
    const answer = await lookBack(viewer, id, moment)
    if (answer.found) {
      const place = { segment: segment.replaceAll('%3A', ':'), zone: zoneText, knownAt }
      return { viewer, now, moment, place, zone, answer }
    }
    if (answer.reason === 'unknown') return null
    if (answer.reason === 'invalid') return cannot(pastSentence(answer.fault, NAMES))
    return notYet(now, zone, moment, answer)
  },
)

/** The moment is there, but its list has no such part: the address was written by hand. */
export function noSuchPart({ now, zone }: PastAccount): NoPast {
  return {
    now,
    zone,
    early: null,
    title: 'This page of the list can’t be shown.',
    sentence: NO_SUCH_PLACE,
  }
}

type NotYetOpen = Extract<MomentAnswer, { reason: 'not-yet-open' }>

/** When the account was opened; or, when it was by then but recorded later, when that was. */
function notYet(
  now: AccountJson,
  zone: string,
  moment: Moment,
  { openedAt, recordedAt }: NotYetOpen,
): NoPast {
  const asked = 'version' in moment || !moment.asOf ? null : new Date(moment.asOf)
  return {
    now,
    zone,
    early: asked?.toISOString() ?? openedAt,
    ...(recordedAt === null
      ? {
          title: 'The account was not open yet.',
          sentence: `Opened on ${exactTime(openedAt, zone)}.`,
        }
      : {
          title: 'The account was not recorded yet.',
          sentence: `Recorded on ${exactTime(recordedAt, zone)}.`,
        }),
  }
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? TWICE : value
}
