import { getAccount } from '@/app/_server/accounts/accounts'
import { addressOf } from '@/app/_server/http/address'
import { readMomentParams } from '@/app/_server/http/params'
import { accountNotFound, momentProblem } from '@/app/_server/http/problems'
import { getAccountAt } from '@/app/_server/past/moments'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import type { AccountJson, HoldJson, Page } from '@/app/_wire/types'

type Context = { params: Promise<{ id: string }> }

/** The open holds of an account, now or at a moment; there are few, so one page has them all. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, 'readAccounts', async ({ viewer }) => {
    const { id } = await params
    const read = readMomentParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    if (read.params === null) {
      const account = await getAccount(viewer, id)
      return account ? json(holdsOf(account)) : problemResponse(accountNotFound())
    }
    const answer = await getAccountAt(viewer, id, read.params)
    return answer.found ? json(holdsOf(answer.account)) : problemResponse(momentProblem(answer))
  })
}

function holdsOf({ holds }: AccountJson): Page<HoldJson> {
  return { items: holds, nextCursor: null }
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
