import { listEvents } from '@/app/_server/accounts'
import { readEventsParams } from '@/app/_server/params'
import { accountNotFound } from '@/app/_server/problems'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/requests'

type Context = { params: Promise<{ id: string }> }

/** A part of an account's log: `?cursor=&limit=&order=asc|desc&type=&from=&to=`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, async ({ viewer }) => {
    const { id } = await params
    const read = readEventsParams(request.url)
    if (!read.ok) return problemResponse(read.problem)
    const page = await listEvents(viewer, id, read.params)
    return page ? json(page) : problemResponse(accountNotFound())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT }
