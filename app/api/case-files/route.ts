import { caseFileNotFound, listCaseFiles } from '@/app/_server/case-files/case-files'
import { readCaseFilesParams } from '@/app/_server/case-files/case-params'
import { addressOf } from '@/app/_server/http/address'
import { takeSearch } from '@/app/_server/limits/take'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

/** Case files: `?accountId=&personId=&q=&state=&assignee=&cursor=&limit=`, those changed last first. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(
    request,
    'readCases',
    async ({ viewer }) => {
      const read = readCaseFilesParams(addressOf(request))
      if (!read.ok) return problemResponse(read.problem)
      const tooMany = takeSearch(viewer.userId, read.params.q)
      return tooMany ? problemResponse(tooMany) : json(await listCaseFiles(viewer, read.params))
    },
    caseFileNotFound,
  )
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
