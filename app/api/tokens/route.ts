import { z } from 'zod'
import { addressOf } from '@/app/_server/http/address'
import { cursorOf, readParams } from '@/app/_server/http/params'
import {
  type Asked,
  answerViewer,
  json,
  problemResponse,
  readJson,
  refuseForeignOrigin,
  refuseMethod,
} from '@/app/_server/people/requests'
import { readToken } from '@/app/_server/people/token-body'
import { listTokens, makeToken, readTokenCursor } from '@/app/_server/people/tokens'

const BODY_BYTES_MAX = 64 * 1024

const params = z.strictObject({ cursor: cursorOf(readTokenCursor).exactOptional() })

/** The tokens of services, the newest first: `?cursor=`. Administrators only. */
export function GET(request: Request): Promise<Response> {
  return answerViewer(request, 'manageTokens', async ({ viewer }) => {
    const read = readParams(addressOf(request), params)
    if (!read.ok) return problemResponse(read.problem)
    const page = await listTokens(viewer, read.params.cursor ?? null)
    return 'status' in page ? problemResponse(page) : json(page)
  })
}

/**
 * Makes a token; the answer is the only one that has it. For administrators who proved lately who
 * they are.
 */
export function POST(request: Request): Promise<Response> {
  return answerViewer(request, 'makeTokens', make)
}

async function make({ request, viewer }: Asked): Promise<Response> {
  const foreign = refuseForeignOrigin(request)
  if (foreign) return problemResponse(foreign)
  const body = await readJson(request, BODY_BYTES_MAX)
  if (!body.ok) return problemResponse(body.problem)
  const read = readToken(body.value)
  if (!read.ok) return problemResponse(read.problem)
  const made = await makeToken(viewer, read.token)
  return 'status' in made ? problemResponse(made) : json(made, 201)
}

const refuse = refuseMethod('GET', 'POST')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as PUT }
