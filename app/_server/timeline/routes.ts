import 'server-only'
import { addressOf } from '@/app/_server/http/address'
import { problem, type Subject } from '@/app/_server/http/problems'
import { answerViewer, json, problemResponse } from '@/app/_server/people/requests'
import { readableStream, type StreamHead } from '@/app/_server/streams/access'
import { isAccount } from '@/app/_wire/stream-path'
import { accountNumber } from '@/domain/money/account-number'
import { attemptDetail } from './attempt-detail'
import { eventDetail } from './event-detail'
import { exportResponse } from './export-response'
import { streamTimeline } from './timeline'
import { readTimelineParams } from './timeline-params'

/** Timeline routes, for `/api/accounts` and for `/api/streams`. */

type Route<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>
type OfStream = { id: string }

/** A page of a timeline; its parameters are those of app/_wire/timeline.ts. */
export function timelineRoute({ notFound }: Subject): Route<OfStream> {
  return (request, { params }) =>
    answerViewer(request, 'readEvents', async ({ viewer }) => {
      const { id } = await params
      const read = readTimelineParams(addressOf(request), false)
      if (!read.ok) return problemResponse(read.problem)
      const page = await streamTimeline(viewer, id, read.params.resolved, read.params.place)
      return page ? json(page) : problemResponse(notFound())
    })
}

/** A timeline as a file: `?format=csv|json` and the parameters of the timeline. */
export function exportRoute({ notFound }: Subject): Route<OfStream> {
  return (request, { params }) =>
    answerViewer(request, 'readEvents', async asked => {
      const { viewer } = asked
      const { id } = await params
      const stream = await readableStream(viewer, id)
      if (!stream) return problemResponse(notFound())
      return exportResponse({
        asked,
        subject: stream.id,
        who: shortName(stream),
        read: (view, place) => streamTimeline(viewer, id, view, place),
        refused: () => problemResponse(notFound()),
      })
    })
}

/** What a file calls a stream: the last digits of an account, or the type and the end of the id. */
function shortName(stream: StreamHead): string {
  if (isAccount(stream)) return accountNumber(stream.id).slice(-4)
  return `${stream.type.toLowerCase()}-${stream.id.slice(-4)}`
}

/** One event as recorded, and its effect on the state. Immutable. */
export const eventRoute: Route<OfStream & { version: string }> = (request, { params }) =>
  answerViewer(request, 'readEvents', async ({ viewer }) => {
    const { id, version } = await params
    const detail = await eventDetail(viewer, id, version)
    return detail ? json(detail) : problemResponse(problem('NotFound', 'Event not found.'))
  })

/** One refused command: what was requested, by whom, and why it was refused. */
export const attemptRoute: Route<OfStream & { commandId: string }> = (request, { params }) =>
  answerViewer(request, 'readEvents', async ({ viewer }) => {
    const { id, commandId } = await params
    const detail = await attemptDetail(viewer, id, commandId)
    return detail
      ? json(detail)
      : problemResponse(problem('NotFound', 'Refused command not found.'))
  })
