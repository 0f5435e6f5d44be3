import { findings } from '@/app/_server/health/readiness'
import { problem } from '@/app/_server/http/problems'
import { answer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

/**
 * Whether this process can serve: 200, or 503 with the names of the checks that fail. Anybody may
 * ask, so it tells the names only.
 */
export function GET(request: Request): Promise<Response> {
  return answer(request, async () => {
    const found = await findings()
    const checks = Object.fromEntries(found.map(({ name, state }) => [name, state]))
    const failing = found.filter(({ state }) => state === 'failing').map(({ name }) => name)
    if (failing.length === 0) return json({ status: 'ready', checks })
    const detail = `Not ready. Failing: ${failing.join(', ')}.`
    return problemResponse(problem('NotReady', detail, { failing, checks }))
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
