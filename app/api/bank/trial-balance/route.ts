import { readBankParams } from '@/app/_server/bank/bank-params'
import { getTrialBalance } from '@/app/_server/bank/trial-balance'
import { addressOf } from '@/app/_server/http/address'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { denied } from '@/app/_server/people/rights'

/** The bank's books per currency, now or at a moment: `?asOf=&knownAt=`. Staff only. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBank', async ({ viewer }) => {
    const read = readBankParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const found = await getTrialBalance(viewer, read.params)
    return found ? json(found) : problemResponse(denied(viewer, 'readBank'))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
