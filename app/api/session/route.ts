import { problem } from '@/app/_server/http/problems'
import {
  answer,
  json,
  problemResponse,
  refuseForeignOrigin,
  refuseMethod,
} from '@/app/_server/people/requests'
import { secondsLeft } from '@/app/_server/people/sessions/left'
import { noteUse } from '@/app/_server/people/sessions/use'
import { signedInBy } from '@/app/_server/people/viewer'

/** Says that a person is using their session, which keeps it for another idle time. */
export function POST(request: Request): Promise<Response> {
  return answer(request, async () => {
    const foreign = refuseForeignOrigin(request)
    if (foreign) return problemResponse(foreign)
    const found = await signedInBy(request.headers)
    if (!found) return problemResponse(problem('NotSignedIn', 'Sign in first.'))
    const { viewer, session } = found
    noteUse(session.token, viewer.role)
    return json({ userId: viewer.userId, leftSeconds: secondsLeft(viewer, session) })
  })
}

const refuse = refuseMethod('POST')

export { refuse as DELETE, refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as PUT }
