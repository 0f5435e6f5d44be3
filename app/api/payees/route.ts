import { findPayee } from '@/app/_server/accounts/payees'
import { addressOf } from '@/app/_server/http/address'
import { readPayeeParams } from '@/app/_server/http/params'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

/** The name behind a full account number: `?number=&currency=`. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'lookUpPayees', async ({ viewer }) => {
    const read = readPayeeParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const payee = await findPayee(viewer, read.params.number, read.params.currency)
    return 'status' in payee ? problemResponse(payee) : json(payee)
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
