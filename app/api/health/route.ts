import { unavailable } from '@/app/_server/http/problems'
import { answer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'
import { troubleNow } from '@/app/_server/process/health'

/** Whether the bank can be read and can record: 200 when it can, 503 with the reason when not. */
export function GET(request: Request): Promise<Response> {
  return answer(request, async () => {
    const trouble = await troubleNow()
    return trouble === null ? json({ status: 'ok' }) : problemResponse(unavailable(trouble))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
