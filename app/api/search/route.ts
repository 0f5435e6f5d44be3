import { addressOf } from '@/app/_server/http/address'
import { takeFrom } from '@/app/_server/limits/take'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { readSearchParams, search } from '@/app/_server/search/search'

/** What the viewer may see and a text names: `?q=&account=&zone=`. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'search', async ({ viewer }) => {
    const read = readSearchParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const tooMany = takeFrom('searches', viewer.userId)
    return tooMany ? problemResponse(tooMany) : json(await search(viewer, read.params))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
