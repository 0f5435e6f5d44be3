import { accountNotFound } from '@/app/_server/http/problems'
import { answerViewer, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { exportResponse } from '@/app/_server/timeline/export-response'
import { accountTimeline } from '@/app/_server/timeline/timeline'
import { isUuid } from '@/app/_wire/uuid'

type Context = { params: Promise<{ id: string }> }

/** An account's timeline as a file: `?format=csv|json` and the parameters of the timeline. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, async ({ viewer }) => {
    const { id } = await params
    if (!isUuid(id)) return problemResponse(accountNotFound())
    return exportResponse({
      request,
      ofBank: false,
      name: `events-${id}`,
      read: (view, place) => accountTimeline(viewer, id, view, place),
      refused: () => problemResponse(accountNotFound()),
    })
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
