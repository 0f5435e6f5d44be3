import { addressOf } from '@/app/_server/http/address'
import { accountNotFound } from '@/app/_server/http/problems'
import { getFold } from '@/app/_server/past/look-back'
import { readFoldParams } from '@/app/_server/past/look-back-params'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** An account's state, event by event: `?from=&to=`, at most a hundred steps. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, async ({ viewer }) => {
    const { id } = await params
    const read = readFoldParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const fold = await getFold(viewer, id, read.params)
    return fold ? json(fold) : problemResponse(accountNotFound())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
