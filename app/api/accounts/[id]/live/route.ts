import { readableAccount } from '@/app/_server/accounts/accounts'
import { accountNotFound } from '@/app/_server/http/problems'
import { openLiveStream } from '@/app/_server/live/live'
import { answerViewer, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** The account's version, now and whenever it grows, as server-sent events. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, async ({ viewer, token }) => {
    const { id } = await params
    const account = await readableAccount(viewer, id)
    if (!account) return problemResponse(accountNotFound())
    return openLiveStream(account, { token, viewer, signal: request.signal })
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
