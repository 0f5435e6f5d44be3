import { answer, json, refuseMethod } from '@/app/_server/people/requests'

/** Whether this process answers at all. It asks nothing else, so no trouble elsewhere restarts it. */
export function GET(request: Request): Promise<Response> {
  return answer(request, async () => json({ status: 'ok' }))
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
