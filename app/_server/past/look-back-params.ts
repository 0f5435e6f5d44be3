import 'server-only'
import { z } from 'zod'
import { readVersionCursor } from '@/app/_server/http/cursors'
import { readInstant } from '@/app/_server/http/instants'
import {
  cursorOf,
  limit,
  malformed,
  PAGE_LIMIT_DEFAULT,
  type ReadParams,
  readMomentParams,
  readParams,
  refuseInput,
  version,
} from '@/app/_server/http/params'
import type { EntryOrder } from '@/app/_wire/look-back'
import { instantRule, PARAMETERS, pastSentence } from '@/app/_wire/past-faults'
import type { Moment } from '@/app/_wire/types'
import type { LegPlace } from './comparisons'
import { type CourseQuery, POINTS_MAX } from './course'
import { FOLD_STEPS_MAX } from './look-back'
import { momentOf } from './moment-text'

const points = z
  .string()
  .refine(text => /^[1-9]\d{0,2}$/.test(text) && Number(text) >= 2 && Number(text) <= POINTS_MAX, {
    error: `must be a whole number from 2 to ${POINTS_MAX}.`,
  })
  .transform(Number)
const instant = z.string().transform((text, context) => {
  const read = readInstant(text)
  if (read.ok) return read.instant
  context.addIssue({ code: 'custom', message: instantRule(read.fault) })
  return z.NEVER
})
const courseParams = z.strictObject({
  from: version.exactOptional(),
  to: version.exactOptional(),
  points: points.exactOptional(),
  knownAt: instant.exactOptional(),
})
const foldParams = z.strictObject({ from: version, to: version.exactOptional() })
const legCursor = /^([01])\.([1-9]\d{0,9})$/
const comparisonParams = z.strictObject({
  from: z.string({ error: 'is required: use v57, an instant or now.' }),
  to: z.string({ error: 'is required: use v57, an instant or now.' }),
  fromKnownAt: z.string().exactOptional(),
  toKnownAt: z.string().exactOptional(),
  cursor: cursorOf(readLegPlace).exactOptional(),
  limit: limit.exactOptional(),
})
const pageParams = z.strictObject({
  cursor: cursorOf(readVersionCursor).exactOptional(),
  limit: limit.exactOptional(),
  order: z
    .enum(['recorded', 'effective'], { error: 'must be “recorded” or “effective”.' })
    .exactOptional(),
})

export function readCourseParams(url: string): ReadParams<CourseQuery> {
  const read = readParams(url, courseParams)
  return read.ok ? ordered(read) : read
}

/** Parses a range of fold steps; without an end, as many as fit in one answer. */
export function readFoldParams(url: string): ReadParams<{ from: number; to: number }> {
  const read = readParams(url, foldParams)
  if (!read.ok) return read
  const { from, to = from + FOLD_STEPS_MAX - 1 } = read.params
  return ordered({ ok: true, params: { from, to } })
}

export type ComparisonQuery = {
  moments: readonly [Moment, Moment]
  page: { place?: LegPlace; limit: number }
}

/** Parses the two moments to compare: `v57`, an instant, or `now`. */
export function readComparisonParams(url: string): ReadParams<ComparisonQuery> {
  const read = readParams(url, comparisonParams)
  if (!read.ok) return read
  const { from, to, fromKnownAt, toKnownAt, cursor, limit = PAGE_LIMIT_DEFAULT } = read.params
  const sides = [
    ['fromKnownAt', momentOf(from, fromKnownAt)],
    ['toKnownAt', momentOf(to, toKnownAt)],
  ] as const
  for (const [field, side] of sides) {
    if ('moment' in side) continue
    const names = { ...PARAMETERS, knownAt: `“${field}”` }
    return refuseInput(field, pastSentence(side.fault, names))
  }
  const [first, second] = sides.map(([, side]) => ('moment' in side ? side.moment : {}))
  const place = cursor === undefined ? null : readLegPlace(cursor)
  const page = place ? { place, limit } : { limit }
  return { ok: true, params: { moments: [first ?? {}, second ?? {}], page } }
}

/** A moment, and a page of its explanation. */
export type ExplanationQuery = {
  moment: Moment
  page: { order?: EntryOrder; before?: number; limit: number }
}

/** Parses the moment whose balance is explained (default: now), and the page. */
export function readExplanationParams(url: string): ReadParams<ExplanationQuery> {
  const whole = new URL(url)
  const paging = new URL(url)
  for (const name of [...paging.searchParams.keys()]) {
    if (!Object.hasOwn(pageParams.shape, name)) paging.searchParams.delete(name)
    else whole.searchParams.delete(name)
  }
  const moment = readMomentParams(whole.href)
  if (!moment.ok) return moment
  const read = readParams(paging.href, pageParams)
  if (!read.ok) return read
  const { cursor, limit = PAGE_LIMIT_DEFAULT, order = 'recorded' } = read.params
  const before = cursor === undefined ? null : readVersionCursor(cursor)
  const page = before === null ? { order, limit } : { order, before, limit }
  return { ok: true, params: { moment: moment.params ?? {}, page } }
}

/** Decodes a cursor of a comparison, `leg.version`; null when it is invalid. */
export function readLegPlace(cursor: string): LegPlace | null {
  const [, leg, after] = legCursor.exec(cursor) ?? []
  return leg === undefined ? null : { leg: Number(leg), after: Number(after) }
}

function ordered<T extends { from?: number; to?: number }>(read: { ok: true; params: T }) {
  const { from, to } = read.params
  if (from === undefined || to === undefined || from <= to) return read
  return malformed('to', 'must not be less than “from”.')
}
