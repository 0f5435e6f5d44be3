import { readQueue } from '@/app/_server/approvals/approvals'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { denied } from '@/app/_server/people/rights'

/** The requests that wait for a second member of the staff, and the last decided ones. Staff only. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBank', async ({ viewer }) => {
    const queue = await readQueue(viewer)
    return queue ? json(queue) : problemResponse(denied(viewer, 'readBank'))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
