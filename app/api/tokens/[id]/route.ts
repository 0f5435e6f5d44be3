import {
  answerViewer,
  noContent,
  problemResponse,
  refuseForeignOrigin,
  refuseMethod,
} from '@/app/_server/people/requests'
import { revokeToken } from '@/app/_server/people/tokens'

type Context = { params: Promise<{ id: string }> }

/** Revokes a token at once, and ends its streams. Administrators only. */
export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, 'manageTokens', async ({ viewer }) => {
    const refused = refuseForeignOrigin(request) ?? (await revokeToken(viewer, (await params).id))
    return refused ? problemResponse(refused) : noContent()
  })
}

const refuse = refuseMethod('DELETE')

export { refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
