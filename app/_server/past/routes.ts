import 'server-only'
import { addressOf } from '@/app/_server/http/address'
import { momentProblem, type Subject } from '@/app/_server/http/problems'
import { answerViewer, json, problemResponse } from '@/app/_server/people/requests'
import { compareMoments } from './comparisons'
import { getFold } from './look-back'
import { readComparisonParams, readFoldParams } from './look-back-params'

/** Routes of the past for every stream, under `/api/accounts` and `/api/streams`. */

type Route = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>

/**
 * Two moments (`v57`, an instant or `now`): `?from=&fromKnownAt=&to=&toKnownAt=&cursor=&limit=`.
 */
export function comparisonRoute(subject: Subject): Route {
  return (request, { params }) =>
    answerViewer(request, 'readEvents', async ({ viewer }) => {
      const { id } = await params
      const read = readComparisonParams(addressOf(request))
      if (!read.ok) return problemResponse(read.problem)
      const { moments, page } = read.params
      const { found, ...answer } = await compareMoments(viewer, id, moments, page)
      return 'legs' in answer
        ? json(answer)
        : problemResponse(momentProblem({ found: false, ...answer }, subject))
    })
}

/** The state, event by event: `?from=&to=`, at most a hundred steps. */
export function foldRoute({ notFound }: Subject): Route {
  return (request, { params }) =>
    answerViewer(request, 'readEvents', async ({ viewer }) => {
      const { id } = await params
      const read = readFoldParams(addressOf(request))
      if (!read.ok) return problemResponse(read.problem)
      const fold = await getFold(viewer, id, read.params)
      return fold ? json(fold) : problemResponse(notFound())
    })
}
