import { addressOf } from '@/app/_server/address'
import { getBankAt } from '@/app/_server/bank-moments'
import { readBankParams } from '@/app/_server/bank-params'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/requests'
import { staffOnly } from '@/app/_server/staff'

/** The total of all balances per currency, now or at a moment: `?asOf=&knownAt=`. Staff only. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, async ({ viewer }) => {
    const read = readBankParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const found = await getBankAt(viewer, read.params)
    return found ? json(found) : problemResponse(staffOnly())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
