import 'server-only'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableStream } from '@/app/_server/streams/access'
import { foldAt } from '@/app/_server/streams/book'
import { eventJson, stateJson } from '@/app/_server/streams/wire'
import type { CourseJson, ExplanationJson, FoldStepJson, PastJson } from '@/app/_wire/look-back'
import type { Moment as AskedMoment, MomentAnswer } from '@/app/_wire/types'
import { sampleVersions } from '@/db/past/course'
import { formatAmount } from '@/domain/money/money'
import { accountAtMoment, getAccountAt, readAsked } from './moments'

/** Why a moment can’t be shown. */
export type NotFound = Extract<MomentAnswer, { found: false }>

/** The most points of a balance course, and the most steps of a fold, in one answer. */
export const POINTS_MAX = 400
export const FOLD_STEPS_MAX = 100

/** How many events are shown on either side of a moment. */
const AROUND_AFTER = 2
const AROUND_UNTIL = 10

/** An account at a moment, with the page of its log around the moment. */
export async function lookBack(
  viewer: Viewer,
  id: string,
  moment: AskedMoment,
): Promise<(PastJson & { found: true }) | NotFound> {
  const answer = await getAccountAt(viewer, id, moment)
  if (!answer.found) return answer
  const { version } = answer.account
  const [after, until] = await Promise.all([
    bank().store.readEvents(id, { order: 'asc', after: version, limit: AROUND_AFTER }),
    bank().store.readEvents(id, { order: 'desc', after: version + 1, limit: AROUND_UNTIL }),
  ])
  return { ...answer, around: [...after.toReversed(), ...until].map(eventJson) }
}

/** A range of versions; absent ends are those of the stream. */
export type CourseQuery = { from?: number; to?: number; points?: number }

/**
 * The balance from one version to another in at most `points` points, each of them exact; null when
 * the stream has no balance or the viewer may not read it.
 */
export async function getCourse(
  viewer: Viewer,
  id: string,
  { from = 1, to, points = POINTS_MAX }: CourseQuery = {},
): Promise<CourseJson | null> {
  const stream = await readableStream(viewer, id)
  if (!stream?.currency) return null
  const { version: newest, currency } = stream
  const end = Math.min(to ?? newest, newest)
  const start = Math.min(from, end)
  const versions = sampleVersions(start, end, points)
  const found = await bank().store.readCourse(stream.id, versions)
  return {
    from: start,
    to: end,
    newest,
    currency,
    points: found.map(({ version, occurredAt, balance }) => ({
      version,
      occurredAt: occurredAt.toISOString(),
      balance: formatAmount(balance, currency),
    })),
  }
}

/** The events that add up to the balance at a moment, a page at a time. */
export async function explainBalance(
  viewer: Viewer,
  id: string,
  moment: AskedMoment,
  { before, limit }: { before?: number; limit: number },
): Promise<(ExplanationJson & { found: true }) | NotFound> {
  const stream = await readableStream(viewer, id)
  if (!stream?.currency) return { found: false, reason: 'unknown' }
  const { currency } = stream
  const asked = await readAsked(moment, stream)
  if ('found' in asked) return asked
  const page = before === undefined ? { limit } : { before, limit }
  const at = await foldAt(stream.id, asked.moment)
  const { entries, nextBefore } = await bank().store.explain(stream.id, at, page)
  const account = await accountAtMoment(stream, asked, at)
  if ('found' in account) return account
  return {
    found: true,
    account,
    counted: { prefix: at.stream.version, late: at.late.length },
    items: entries.map(({ event, change, balance, isLate }) => ({
      event: eventJson(event),
      change: formatAmount(change, currency),
      balance: formatAmount(balance, currency),
      late: isLate,
    })),
    nextCursor: nextBefore === null ? null : String(nextBefore),
  }
}

/** The fold of a stream from one version to another; null when the viewer may not read it. */
export async function getFold(
  viewer: Viewer,
  id: string,
  { from, to }: { from: number; to: number },
): Promise<{ newest: number; items: FoldStepJson[] } | null> {
  const stream = await readableStream(viewer, id)
  if (!stream) return null
  const end = Math.min(to, stream.version, from + FOLD_STEPS_MAX - 1)
  const steps = await bank().store.foldSteps(stream.id, from, end)
  const items = steps.map(({ before, event, after }) => ({
    event: eventJson(event),
    before: stateJson(before, stream.type),
    after: stateJson(after, stream.type),
  }))
  return { newest: stream.version, items }
}
