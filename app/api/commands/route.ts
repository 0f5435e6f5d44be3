import { dispatch, dispatchAll } from '@/app/_server/commands/commands'
import { problem } from '@/app/_server/http/problems'
import {
  type Asked,
  answerViewer,
  json,
  problemResponse,
  readJson,
  refuseForeignOrigin,
  refuseMethod,
} from '@/app/_server/people/requests'
import { noteUse } from '@/app/_server/people/sessions/use'
import { traceIdIn } from '@/app/_server/traces/trace-parent'
import type { CommandAnswer } from '@/app/_wire/commands'

/** The most commands in one array. */
const COMMANDS_MAX = 1_000

/** Executes one command, or an array of them in order, each with its own outcome. */
export function POST(request: Request): Promise<Response> {
  return answerViewer(request, 'sendCommands', handle)
}

async function handle({ request, viewer, token, requestId }: Asked): Promise<Response> {
  const foreign = refuseForeignOrigin(request)
  if (foreign) return problemResponse(foreign)
  if (viewer.kind === 'person') noteUse(token, viewer.role)
  const body = await readJson(request)
  if (!body.ok) return problemResponse(body.problem)
  if (!Array.isArray(body.value)) {
    // The trace that a program's request belongs to; an array has the id of its request.
    const traceId = traceIdIn(request.headers.get('traceparent'))
    const answer = await dispatch(viewer, body.value, undefined, traceId)
    return answer.outcome === 'refused'
      ? problemResponse(answer.problem)
      : json(bodyOf(answer), statusOf(answer))
  }
  if (body.value.length > COMMANDS_MAX) {
    const detail = `An array can have at most ${COMMANDS_MAX} commands. Send several arrays.`
    return problemResponse(problem('Malformed', detail))
  }
  const answers = await dispatchAll(viewer, body.value, requestId)
  // The array was not looked at, so the wait belongs to the whole of it.
  const [first] = answers
  if (first?.outcome === 'refused' && first.problem.status === 429) {
    return problemResponse(first.problem)
  }
  return json(
    answers.map(answer =>
      answer.outcome === 'refused'
        ? answer.problem
        : { ...bodyOf(answer), status: statusOf(answer) },
    ),
  )
}

type Done = Exclude<CommandAnswer, { outcome: 'refused' }>

/** What waits for a second person is accepted for processing only (RFC 9110). */
function statusOf({ outcome }: Done): number {
  return outcome === 'requested' ? 202 : 200
}

function bodyOf({ outcome, ...body }: Done) {
  return outcome === 'requested' ? { outcome, ...body } : body
}

const refuse = refuseMethod('POST')

export { refuse as DELETE, refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as PUT }
