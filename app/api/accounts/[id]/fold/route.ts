import { addressOf } from '@/app/_server/address'
import { getFold } from '@/app/_server/look-back'
import { readFoldParams } from '@/app/_server/look-back-params'
import { accountNotFound } from '@/app/_server/problems'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/requests'

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
