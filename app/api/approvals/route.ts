import { z } from 'zod'
import { readQueue, readQueueCursor } from '@/app/_server/approvals/approvals'
import { addressOf } from '@/app/_server/http/address'
import { cursorOf, readParams } from '@/app/_server/http/params'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { denied } from '@/app/_server/people/rights'

const cursor = cursorOf(readQueueCursor).exactOptional()
const params = z.strictObject({ open: cursor, decided: cursor })

/**
 * The requests that wait for a second member of the staff, and the last decided ones: `?open=` and
 * `?decided=` are `nextOpen` and `nextDecided` of the page before. Staff only.
 */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBank', async ({ viewer }) => {
    const read = readParams(addressOf(request), params)
    if (!read.ok) return problemResponse(read.problem)
    const { open = '', decided = '' } = read.params
    const place = { open: readQueueCursor(open), decided: readQueueCursor(decided) }
    const queue = await readQueue(viewer, place)
    return queue ? json(queue) : problemResponse(denied(viewer, 'readBank'))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
