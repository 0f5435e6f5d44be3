import { operationsNow } from '@/app/_server/operations/picture'
import { answerViewer, json, refuseMethod } from '@/app/_server/people/requests'

/** How the bank runs: what the page shows. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readAlerts', async ({ viewer }) =>
    json(await operationsNow(viewer)),
  )
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
