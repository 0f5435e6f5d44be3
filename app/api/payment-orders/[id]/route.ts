import { getOrder, orderNotFound } from '@/app/_server/payment-orders/orders'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** A payment order, with its next five dates. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, 'readEvents', async ({ viewer }) => {
    const order = await getOrder(viewer, (await params).id)
    return order ? json({ order }) : problemResponse(orderNotFound())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
