import { listAccounts } from '@/app/_server/accounts/accounts'
import { addressOf } from '@/app/_server/http/address'
import { readAccountsParams } from '@/app/_server/http/params'
import { takeSearch } from '@/app/_server/limits/take'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

/** The accounts that the viewer may read: `?q=&reference=&cursor=&limit=`. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readAccounts', async ({ viewer }) => {
    const read = readAccountsParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const tooMany = takeSearch(viewer.userId, read.params.q)
    return tooMany ? problemResponse(tooMany) : json(await listAccounts(viewer, read.params))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
