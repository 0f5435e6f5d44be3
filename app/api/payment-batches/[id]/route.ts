import { batchNotFound, getBatch } from '@/app/_server/payment-batches/batches'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** A batch of payments, with its rows, its refused rows and its progress. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, 'readEvents', async ({ viewer }) => {
    const batch = await getBatch(viewer, (await params).id)
    return batch ? json({ batch }) : problemResponse(batchNotFound())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
