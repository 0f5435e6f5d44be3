import 'server-only'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableAccount } from '@/app/_server/streams/access'
import type { CourseByDateJson, CourseJson } from '@/app/_wire/look-back'
import { type Point, sampleVersions } from '@/db/past/course'
import type { CourseByDate } from '@/db/past/course-by-date'
import { formatAmount } from '@/domain/money/money'

/** The most points of a balance course in one answer. */
export const POINTS_MAX = 400

/** A range of versions; absent ends are those of the account. */
export type CourseQuery = {
  from?: number
  to?: number
  points?: number
  /** When the course by effective date was known; absent: now. */
  knownAt?: Date
  /** Instead of `from`: the version at this moment. */
  since?: Date
}

/**
 * The balance from one version to another, by recording and by effective date, each in about
 * `points` points, all of them exact; null when the viewer may read no such account.
 */
export async function getCourse(
  viewer: Viewer,
  id: string,
  { from = 1, to, points = POINTS_MAX, knownAt, since }: CourseQuery = {},
): Promise<CourseJson | null> {
  const account = await readableAccount(viewer, id)
  if (!account) return null
  const { version: newest, currency } = account
  const end = Math.min(to ?? newest, newest)
  const bound = since && { instant: since, newest }
  const last = bound && (await bank().store.lastVersionAt(account.id, 'frontier_at', bound))
  const start = Math.min(last === undefined ? from : Math.max(last, 1), end)
  const found = await bank().store.readCourse(account.id, sampleVersions(start, end, points))
  const known = knownAt ? await knownPart(account.id, found, { points, knownAt }) : found
  const byDate = await bank().store.readCourseByDate(account.id, known, knownAt)
  return {
    from: start,
    to: end,
    newest,
    currency,
    points: found.map(({ version, occurredAt, occurredOn, frontierAt, balance }) => ({
      version,
      occurredAt: occurredAt.toISOString(),
      frontierAt: frontierAt.toISOString(),
      ...(occurredOn !== undefined && { occurredOn }),
      balance: formatAmount(balance, currency),
    })),
    byDate: byDateJson(byDate, currency),
  }
}

/** The part of a course that was recorded by then. */
async function knownPart(
  id: string,
  course: readonly Point[],
  { points, knownAt }: { points: number; knownAt: Date },
): Promise<readonly Point[]> {
  const [first, last] = [course[0]?.version ?? 1, course.at(-1)?.version ?? 0]
  const bound = { instant: knownAt, newest: last }
  const known = await bank().store.lastVersionAt(id, 'created_at', bound)
  if (known === last) return course
  return bank().store.readCourse(id, sampleVersions(first, known, points))
}

function byDateJson({ points, late, lateCount }: CourseByDate, currency: string): CourseByDateJson {
  return {
    points: points.map(({ version, at, occurredOn, balance, isLate }) => ({
      version,
      at: at.toISOString(),
      ...(occurredOn !== undefined && { occurredOn }),
      balance: formatAmount(balance, currency),
      late: isLate,
    })),
    late: late.map(({ version, occurredAt, occurredOn, createdAt }) => ({
      version,
      occurredAt: occurredAt.toISOString(),
      ...(occurredOn !== undefined && { occurredOn }),
      createdAt: createdAt.toISOString(),
    })),
    lateCount,
  }
}
