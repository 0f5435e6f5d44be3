import { addressOf } from '@/app/_server/http/address'
import { accountNotFound, inputProblem, problem } from '@/app/_server/http/problems'
import { takeFrom } from '@/app/_server/limits/take'
import { listBatches } from '@/app/_server/payment-batches/batches'
import { FILE_BYTES_MAX } from '@/app/_server/payment-batches/file-rows'
import { createBatch } from '@/app/_server/payment-batches/upload'
import {
  answerViewer,
  json,
  problemResponse,
  readFile,
  refuseForeignOrigin,
  refuseMethod,
} from '@/app/_server/people/requests'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'

/** The newest batches of the accounts that the viewer may read, or of one of them. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'readEvents', async ({ viewer }) => {
    const asked = paramsOf(request, ['accountId'])
    if ('problem' in asked) return problemResponse(asked.problem)
    const items = await listBatches(viewer, {
      accountId: asked.params.accountId?.toLowerCase() ?? null,
    })
    return items ? json({ items, nextCursor: null }) : problemResponse(accountNotFound())
  })
}

/**
 * Makes a batch of a file of payments, text/csv or application/xml (pain.001):
 * `?accountId=…&commandId=…`, and perhaps `name=` and `again=yes`.
 */
export function POST(request: Request): Promise<Response> {
  return answerViewer(request, 'sendCommands', async ({ viewer }) => {
    const foreign = refuseForeignOrigin(request)
    if (foreign) return problemResponse(foreign)
    const asked = paramsOf(request, ['accountId', 'commandId', 'name', 'again'])
    if ('problem' in asked) return problemResponse(asked.problem)
    const { accountId = '', commandId = '', name = '', again = 'no' } = asked.params
    if (!isUuid(commandId)) {
      const detail = '“commandId” must be a UUID generated for this file.'
      return problemResponse(inputProblem('Malformed', 'commandId', detail))
    }
    if (again !== 'yes' && again !== 'no') {
      return problemResponse(inputProblem('Malformed', 'again', '“again” must be yes or no.'))
    }
    const tooMany = takeFrom('commands', viewer.userId, 1)
    if (tooMany) return problemResponse(tooMany)
    const read = await readFile(request, ['text/csv', 'application/xml'], FILE_BYTES_MAX)
    if (!read.ok) return problemResponse(read.problem)
    const upload = { accountId: accountId.toLowerCase(), name, bytes: read.bytes }
    const options = { commandId: commandId.toLowerCase(), again: again === 'yes', zone: 'UTC' }
    const made = await createBatch(viewer, upload, options)
    return 'status' in made ? problemResponse(made) : json(made, 201)
  })
}

type Params = { readonly params: Partial<Record<string, string>> } | { readonly problem: Problem }

function paramsOf(request: Request, known: readonly string[]): Params {
  const { searchParams } = new URL(addressOf(request))
  const names = [...searchParams.keys()]
  const other = names.find(name => !known.includes(name))
  if (other !== undefined) {
    return { problem: inputProblem('Malformed', other, 'Unknown parameter.') }
  }
  const twice = names.find((name, n) => names.indexOf(name) !== n)
  if (twice !== undefined) return { problem: problem('Malformed', `Give “${twice}” once.`) }
  return { params: Object.fromEntries(searchParams) }
}

const refuse = refuseMethod('GET', 'POST')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as PUT }
