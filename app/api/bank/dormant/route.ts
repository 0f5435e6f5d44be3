import { readDormantParams } from '@/app/_server/bank/bank-params'
import { listDormant } from '@/app/_server/bank/insights'
import { addressOf } from '@/app/_server/http/address'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { denied } from '@/app/_server/people/rights'

/** The accounts without a movement for so many days: `?days=&cursor=&limit=`. Staff only. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBank', async ({ viewer }) => {
    const read = readDormantParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const page = await listDormant(viewer, read.params)
    return page ? json(page) : problemResponse(denied(viewer, 'readBank'))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
