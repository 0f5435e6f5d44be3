import { compareBank } from '@/app/_server/bank/bank-moments'
import { readComparisonParams } from '@/app/_server/bank/bank-params'
import { addressOf } from '@/app/_server/http/address'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { denied } from '@/app/_server/people/rights'

/** Two moments of the whole bank: `?asOf=&knownAt=&withAsOf=&withKnownAt=`. Staff only. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBank', async ({ viewer }) => {
    const read = readComparisonParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const { asOf, knownAt, withAsOf, withKnownAt } = read.params
    const other = { asOf: withAsOf, knownAt: withKnownAt }
    const found = await compareBank(viewer, { asOf, knownAt }, other)
    return found ? json(found) : problemResponse(denied(viewer, 'readBank'))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
