import { addressOf } from '@/app/_server/http/address'
import { momentProblem } from '@/app/_server/http/problems'
import { compareMoments } from '@/app/_server/past/comparisons'
import { readComparisonParams } from '@/app/_server/past/look-back-params'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** Two moments (`v57`, an instant or `now`): `?from=&fromKnownAt=&to=&toKnownAt=&cursor=&limit=`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, async ({ viewer }) => {
    const { id } = await params
    const read = readComparisonParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const { moments, page } = read.params
    const { found, ...answer } = await compareMoments(viewer, id, moments, page)
    return 'legs' in answer
      ? json(answer)
      : problemResponse(momentProblem({ found: false, ...answer }))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
