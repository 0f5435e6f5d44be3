import { isHealthy } from '@/app/_server/health'
import { unavailable } from '@/app/_server/problems'
import { answer, json, problemResponse, refuseMethod } from '@/app/_server/requests'

/** Whether the bank can be used: 200 when its database answers, 503 when not. */
export function GET(request: Request): Promise<Response> {
  return answer(request, async () =>
    (await isHealthy()) ? json({ status: 'ok' }) : problemResponse(unavailable()),
  )
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT }
