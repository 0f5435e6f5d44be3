import { readInsightsParams } from '@/app/_server/bank/bank-params'
import { getInsights } from '@/app/_server/bank/insights'
import { addressOf } from '@/app/_server/http/address'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

/**
 * Flows, balances by size, busiest hours and largest movements: `?currency=&by=&from=&to=`. Staff
 * only.
 */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBank', async ({ viewer }) => {
    const read = readInsightsParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const found = await getInsights(viewer, read.params)
    return found.ok ? json(found.insights) : problemResponse(found.problem)
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
