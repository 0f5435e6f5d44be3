import { answerAuth } from '@/app/_server/people/auth-door'
import { answer } from '@/app/_server/people/requests'

/** Sign-in, sign-out and the current session. */
function handle(request: Request): Promise<Response> {
  return answer(request, () => answerAuth(request))
}

export {
  handle as DELETE,
  handle as GET,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
}
