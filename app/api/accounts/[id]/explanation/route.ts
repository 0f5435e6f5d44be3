import { addressOf } from '@/app/_server/http/address'
import { momentProblem } from '@/app/_server/http/problems'
import { explainBalance } from '@/app/_server/past/look-back'
import { readExplanationParams } from '@/app/_server/past/look-back-params'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** The events behind a balance: `?asOf=&knownAt=` or `?version=`, with `&order=&cursor=&limit=`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, 'readEvents', async ({ viewer }) => {
    const { id } = await params
    const read = readExplanationParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const { moment, page } = read.params
    const { found, ...answer } = await explainBalance(viewer, id, moment, page)
    return 'items' in answer
      ? json(answer)
      : problemResponse(momentProblem({ found: false, ...answer }))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
