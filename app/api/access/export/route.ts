import { exportAccess } from '@/app/_server/people/access-export'
import { answerViewer, refuseMethod } from '@/app/_server/people/requests'

/** The access log as a file: `?format=csv|json` and the filters of its page. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readAccessLog', exportAccess)
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
