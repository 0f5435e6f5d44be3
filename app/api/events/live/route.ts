import { openBankStream } from '@/app/_server/live/live'
import { answerViewer, refuseMethod } from '@/app/_server/people/requests'

/** The position of the whole bank's log, whenever it grows, as server-sent events. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBankEvents', async ({ viewer, token }) =>
    openBankStream({ token, viewer, signal: request.signal }),
  )
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
