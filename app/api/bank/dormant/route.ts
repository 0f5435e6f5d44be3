import { addressOf } from '@/app/_server/address'
import { readDormantParams } from '@/app/_server/bank-params'
import { listDormant } from '@/app/_server/insights'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/requests'
import { staffOnly } from '@/app/_server/staff'

/** The accounts on which nothing has happened for so long: `?days=&cursor=&limit=`. Staff only. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, async ({ viewer }) => {
    const read = readDormantParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const page = await listDormant(viewer, read.params)
    return page ? json(page) : problemResponse(staffOnly())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
