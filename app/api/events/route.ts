import { addressOf } from '@/app/_server/http/address'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { denied } from '@/app/_server/people/rights'
import { bankTimeline } from '@/app/_server/timeline/timeline'
import { readTimelineParams } from '@/app/_server/timeline/timeline-params'

/** A page of the whole bank's timeline; its parameters are those of app/_wire/timeline.ts. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBankEvents', async ({ viewer }) => {
    const read = readTimelineParams(addressOf(request), true)
    if (!read.ok) return problemResponse(read.problem)
    const page = await bankTimeline(viewer, read.params.resolved, read.params.place)
    return page ? json(page) : problemResponse(denied(viewer, 'readBankEvents'))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
