import { refuseMethod } from '@/app/_server/people/requests'

export { attemptRoute as GET } from '@/app/_server/timeline/routes'

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
