import { caseFileNotFound, getCaseFile } from '@/app/_server/case-files/case-files'
import { readCaseFileParams } from '@/app/_server/case-files/case-params'
import { addressOf } from '@/app/_server/http/address'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** A case file with its text, or with a past version of it: `?version=`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(
    request,
    'readCases',
    async () => {
      const read = readCaseFileParams(addressOf(request))
      if (!read.ok) return problemResponse(read.problem)
      const caseFile = await getCaseFile((await params).id, read.params.version)
      return caseFile ? json({ caseFile }) : problemResponse(caseFileNotFound())
    },
    caseFileNotFound,
  )
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
