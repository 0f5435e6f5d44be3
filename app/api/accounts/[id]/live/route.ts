import { ACCOUNTS } from '@/app/_server/http/problems'
import { liveRoute } from '@/app/_server/live/routes'
import { refuseMethod } from '@/app/_server/people/requests'

export const GET = liveRoute(ACCOUNTS)

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
