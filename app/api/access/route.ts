import { addressOf } from '@/app/_server/http/address'
import { readAccessLog, readAccessParams } from '@/app/_server/people/access-list'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

/** A page of the access log: `?person=&kind=&address=&from=&to=&zone=&cursor=&limit=`. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readAccessLog', async ({ viewer }) => {
    const read = readAccessParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const page = await readAccessLog(viewer, read.params)
    return 'status' in page ? problemResponse(page) : json(page)
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
