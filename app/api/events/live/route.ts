import { openBankStream } from '@/app/_server/live/live'
import { answerViewer, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { isStaff, staffOnly } from '@/app/_server/people/staff'

/** The position of the whole bank's log, whenever it grows, as server-sent events. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, async ({ viewer, token }) => {
    if (!isStaff(viewer)) return problemResponse(staffOnly())
    return openBankStream({ token, viewer, signal: request.signal })
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
