import { exportResponse } from '@/app/_server/export-response'
import { isUuid } from '@/app/_server/ids'
import { accountNotFound } from '@/app/_server/problems'
import { answerViewer, problemResponse, refuseMethod } from '@/app/_server/requests'
import { accountTimeline } from '@/app/_server/timeline'

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
