import { answerViewer, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { denied } from '@/app/_server/people/rights'
import { exportResponse } from '@/app/_server/timeline/export-response'
import { bankTimeline } from '@/app/_server/timeline/timeline'

/** The timeline of the whole bank as a file: `?format=csv|json` and the timeline's parameters. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBankEvents', async asked =>
    exportResponse({
      asked,
      subject: null,
      who: null,
      read: (view, place) => bankTimeline(asked.viewer, view, place),
      refused: () => problemResponse(denied(asked.viewer, 'readBankEvents')),
    }),
  )
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
