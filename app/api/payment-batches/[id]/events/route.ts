import { STREAMS } from '@/app/_server/http/problems'
import { refuseMethod } from '@/app/_server/people/requests'
import { timelineRoute } from '@/app/_server/timeline/routes'

export const GET = timelineRoute(STREAMS)

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
