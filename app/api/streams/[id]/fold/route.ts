import { STREAMS } from '@/app/_server/http/problems'
import { foldRoute } from '@/app/_server/past/routes'
import { refuseMethod } from '@/app/_server/people/requests'

export const GET = foldRoute(STREAMS)

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
