import 'server-only'
import { cache } from 'react'
import { momentWords, type NamedMoment } from '@/app/_past/moment-words'
import { NO_SUCH_PLACE, readVersionCursor } from '@/app/_server/http/cursors'
import { lookBack } from '@/app/_server/past/look-back'
import { momentOf } from '@/app/_server/past/moment-text'
import { requireViewer, type Viewer } from '@/app/_server/people/session'
import { isZone } from '@/app/_time/instant'
import type { Place } from '@/app/_time/moment-path'
import { readerZone } from '@/app/_time/reader'
import { happenedInWords, timeInWords } from '@/app/_time/written'
import type { PastJson } from '@/app/_wire/look-back'
import { pastSentence } from '@/app/_wire/past-faults'
import type { AccountJson, Moment, MomentAnswer } from '@/app/_wire/types'
import { readAccount, titleOf } from '../../read-account'

export type PastAccount = {
  viewer: Viewer
  /** The account as it is now. */
  now: AccountJson
  moment: Moment
  place: Place
  zone: string
  answer: PastJson
  named: NamedMoment
}

/** Why the moment can't be shown, in the reader's words. */
export type NoPast = {
  now: AccountJson
  zone: string
  /** The requested instant, when it is before the account's opening. */
  early: string | null
  title: string
  sentence: string
}

/** The parameters of the address; a repeated one becomes `TWICE`. */
type Query = Readonly<
  Partial<Record<'zone' | 'knownAt' | 'before' | 'axis', string | string[] | undefined>>
>

const TWICE = '\0'

/** The names of a moment's parameters on these pages. */
export const NAMES = {
  asOf: 'The date',
  knownAt: '“Records as of”',
  version: 'The event number',
  noun: 'account',
  unit: 'event',
  one: 'an event number',
} as const

/** Reads an account at a moment; null when it is unknown or the viewer may not read it. */
export async function readPast(
  id: string,
  segment: string,
  query: Query,
): Promise<PastAccount | NoPast | null> {
  const texts = [single(query.zone), single(query.knownAt), single(query.before)] as const
  const past = await readOnce(id, segment, ...texts)
  if (!past || 'title' in past || query.axis !== 'events') return past
  return { ...past, place: { ...past.place, axis: 'events' } }
}

/** The title of a view of a moment; `part` names the view. */
export async function titleOfPast(
  id: string,
  segment: string,
  query: Query,
  part?: string,
): Promise<string> {
  const past = await readPast(id, segment, query)
  const words = past && 'named' in past ? momentWords(past.named, past.zone) : 'past date'
  return titleOf(id, part ? `${part}, ${words}` : words)
}

/** Cached for one request: the page and its “not found” share it. */
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
      return { viewer, now, moment, place, zone, answer, named: namedOf(moment, answer) }
    }
    if (answer.reason === 'unknown') return null
    if (answer.reason === 'invalid') return cannot(pastSentence(answer.fault, NAMES))
    return notYet(now, zone, moment, answer)
  },
)

function namedOf(moment: Moment, { account, after }: PastJson): NamedMoment {
  const { version, asOf, knownAt } = account
  if ('version' in moment && after) {
    return { event: { version, recordedAt: after.createdAt }, asOf, knownAt }
  }
  return { event: null, asOf, knownAt }
}

/** The moment exists but its list has no such page, as in a hand-written address. */
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

/** When the account was opened; or, if that was recorded after the moment, when it was recorded. */
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
          sentence: `Opened on ${happenedInWords({ occurredAt: openedAt, occurredOn: now.openedOn }, zone)}.`,
        }
      : {
          title: 'The account was not recorded yet.',
          sentence: `Recorded on ${timeInWords(recordedAt, zone)}.`,
        }),
  }
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? TWICE : value
}
