import { problem } from '@/app/_server/http/problems'
import { answer, problemResponse } from '@/app/_server/people/requests'

/** Any other address of the API. */
function notFound(request: Request): Promise<Response> {
  return answer(request, async () =>
    problemResponse(problem('NotFound', 'This address does not exist.')),
  )
}

export {
  notFound as DELETE,
  notFound as GET,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
}
