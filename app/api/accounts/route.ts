import { listAccounts } from '@/app/_server/accounts/accounts'
import { addressOf } from '@/app/_server/http/address'
import { readAccountsParams } from '@/app/_server/http/params'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

/** The accounts that the viewer may read: `?q=&reference=&cursor=&limit=`. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readAccounts', async ({ viewer }) => {
    const read = readAccountsParams(addressOf(request))
    return read.ok ? json(await listAccounts(viewer, read.params)) : problemResponse(read.problem)
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
