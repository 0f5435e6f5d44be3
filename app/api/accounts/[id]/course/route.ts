import { addressOf } from '@/app/_server/http/address'
import { accountNotFound } from '@/app/_server/http/problems'
import { getCourse } from '@/app/_server/past/course'
import { readCourseParams } from '@/app/_server/past/look-back-params'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** The balance course of an account, in a few hundred exact points: `?from=&to=&points=&knownAt=`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, 'readEvents', async ({ viewer }) => {
    const { id } = await params
    const read = readCourseParams(addressOf(request))
    if (!read.ok) return problemResponse(read.problem)
    const course = await getCourse(viewer, id, read.params)
    return course ? json(course) : problemResponse(accountNotFound())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
