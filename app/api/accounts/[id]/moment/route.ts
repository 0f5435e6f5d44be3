import { addressOf } from '@/app/_server/http/address'
import { readMomentParams } from '@/app/_server/http/params'
import { momentProblem } from '@/app/_server/http/problems'
import { lookBack } from '@/app/_server/past/look-back'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** An account at a moment, and the events around it: `?asOf=&knownAt=` or `?version=`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, 'readAccounts', async ({ viewer }) => {
    const { id } = await params
    const read = readMomentParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const { found, ...answer } = await lookBack(viewer, id, read.params ?? {})
    return 'account' in answer
      ? json(answer)
      : problemResponse(momentProblem({ found: false, ...answer }))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
