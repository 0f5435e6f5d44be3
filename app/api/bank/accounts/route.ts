import { listAccountsAt } from '@/app/_server/bank/bank-moments'
import { readBankAccountsParams } from '@/app/_server/bank/bank-params'
import { addressOf } from '@/app/_server/http/address'
import { PAGE_LIMIT_DEFAULT } from '@/app/_server/http/params'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { denied } from '@/app/_server/people/rights'

/** The accounts that existed at a moment: `?asOf=&knownAt=&cursor=&limit=`. Staff only. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readBank', async ({ viewer }) => {
    const read = readBankAccountsParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const { cursor, limit = PAGE_LIMIT_DEFAULT, ...moment } = read.params
    const page = await listAccountsAt(viewer, moment, { cursor, limit })
    return page ? json(page) : problemResponse(denied(viewer, 'readBank'))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
