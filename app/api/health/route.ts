import { troubleNow } from '@/app/_server/health/recording-probe'
import { unavailable } from '@/app/_server/http/problems'
import { answer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

/** Whether the bank can read and record: 200, or 503 with the reason. */
export function GET(request: Request): Promise<Response> {
  return answer(request, async () => {
    const trouble = await troubleNow()
    return trouble === null ? json({ status: 'ok' }) : problemResponse(unavailable(trouble))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
