import { addressOf } from '@/app/_server/http/address'
import { accountNotFound } from '@/app/_server/http/problems'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { accountTimeline } from '@/app/_server/timeline/timeline'
import { readTimelineParams } from '@/app/_server/timeline/timeline-params'

type Context = { params: Promise<{ id: string }> }

/** A part of an account's timeline; its parameters are those of app/_wire/timeline.ts. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, async ({ viewer }) => {
    const { id } = await params
    const read = readTimelineParams(addressOf(request), false)
    if (!read.ok) return problemResponse(read.problem)
    const page = await accountTimeline(viewer, id, read.params.resolved, read.params.place)
    return page ? json(page) : problemResponse(accountNotFound())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
