import { problem } from '@/app/_server/http/problems'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { eventDetail } from '@/app/_server/timeline/event-detail'

type Context = { params: Promise<{ id: string; version: string }> }

/** One event: as it stands in the log, and what it did to the account. It never changes. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, async ({ viewer }) => {
    const { id, version } = await params
    const detail = await eventDetail(viewer, id, version)
    if (detail) return json(detail)
    return problemResponse(problem('NotFound', 'Event not found.'))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
