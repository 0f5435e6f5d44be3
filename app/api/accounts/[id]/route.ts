import { getAccount } from '@/app/_server/accounts/accounts'
import { addressOf } from '@/app/_server/http/address'
import { readMomentParams } from '@/app/_server/http/params'
import { accountNotFound, momentProblem } from '@/app/_server/http/problems'
import { getAccountAt } from '@/app/_server/past/moments'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** One account, now or at a moment: `?asOf=&knownAt=` or `?version=`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, 'readAccounts', async ({ viewer }) => {
    const { id } = await params
    const read = readMomentParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    if (read.params === null) {
      const account = await getAccount(viewer, id)
      return account ? json(account) : problemResponse(accountNotFound())
    }
    const answer = await getAccountAt(viewer, id, read.params)
    return answer.found ? json(answer.account) : problemResponse(momentProblem(answer))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
