import { addressOf } from '@/app/_server/http/address'
import { accountNotFound, inputProblem } from '@/app/_server/http/problems'
import { listOrders } from '@/app/_server/payment-orders/orders'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

/** The payment orders of an account, the newest first; the last hundred at most. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readEvents', async ({ viewer }) => {
    const { searchParams } = new URL(addressOf(request))
    const other = [...searchParams.keys()].find(name => name !== 'accountId')
    if (other !== undefined) {
      return problemResponse(inputProblem('Malformed', other, 'Unknown parameter.'))
    }
    const accountId = searchParams.get('accountId')
    if (!accountId) {
      const detail = 'Name the account, such as ?accountId=….'
      return problemResponse(inputProblem('Malformed', 'accountId', detail))
    }
    const items = await listOrders(viewer, accountId.toLowerCase())
    return items ? json({ items, nextCursor: null }) : problemResponse(accountNotFound())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
