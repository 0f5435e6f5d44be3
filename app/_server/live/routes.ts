import 'server-only'
import type { Subject } from '@/app/_server/http/problems'
import { answerViewer, problemResponse } from '@/app/_server/people/requests'
import { readableStream } from '@/app/_server/streams/access'
import { openLiveStream } from './live'

type Context = { params: Promise<{ id: string }> }

/** The version of a stream, now and after each event, as server-sent events. */
export function liveRoute({ notFound }: Subject) {
  return (request: Request, { params }: Context): Promise<Response> =>
    answerViewer(request, 'readEvents', async ({ viewer, token }) => {
      const stream = await readableStream(viewer, (await params).id)
      if (!stream) return problemResponse(notFound())
      return openLiveStream(stream, { token, viewer, signal: request.signal })
    })
}
