import 'server-only'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { onEachRequest } from '@/app/_server/process/each-request'
import { EPOCH_HEADER, epochNow } from '@/app/_server/process/epoch'
import type { Problem } from '@/app/_wire/types'
import { ADDRESS_HEADER } from './address'
import { markClient } from './client-address'
import { earlyAnswer, isApi, isOfOtherSite } from './early-answers'
import { sendProblem, sendSentence, watchForm } from './form-answers'
import { mendAddress, withoutDots } from './incoming'
import { FOREIGN, hostOf } from './origins'
import { problem } from './problems'
import { answerUnparsed } from './raw-answers'
import { beforeHead, secure } from './security-headers'

/** The deadline for a request to arrive, body included, in milliseconds. */
const ARRIVAL_MAX_MS = 60_000

/** Called with each request that is refused because a page of another site made it. */
type OnForeign = (request: IncomingMessage) => void

/**
 * Runs before Next.js: adds security headers to every answer, and repairs or rejects requests that
 * Next.js can't parse. Call once, before the first request.
 */
export function openFrontDoor(onForeign: OnForeign = () => {}): void {
  const guarded = new WeakSet<Server>()
  onEachRequest(({ request, response, server }) => {
    secure(response)
    mendRequest(request)
    tellEpoch(request, response)
    markClient(request)
    if (!guarded.has(server)) guard(server, onForeign)
    guarded.add(server)
  })
}

/** Normalises a request for Next.js, and passes on the parts of the address that it would lose. */
function mendRequest(request: IncomingMessage): void {
  const { headers } = request
  const isOdd = !/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(request.method ?? '')
  const written = withoutDots(mendAddress(originForm(request.url ?? '')))
  // Next.js would redirect these to the address without the extra slashes, as it does for GET.
  const address = isOdd ? written.replace(/\/{2,}/g, '/').replace(/(?<=.)\/(?=\?|$)/, '') : written
  headers[ADDRESS_HEADER] = address
  request.url = isOfNextAlone(address) ? NOWHERE : address
  // No route has PUT, so methods that a `Request` can't have are refused in the same words.
  if (isOdd && isApi(pathOf(address))) request.method = 'PUT'
  // Files are sent whole and unconditionally: Next.js has no pages for 412 and 416.
  for (const name of ['range', 'if-range', 'if-match', 'if-unmodified-since']) delete headers[name]
}

/** Every answer of the API tells the epoch of the bank: what its positions and cursors are of. */
function tellEpoch({ url = '' }: IncomingMessage, response: ServerResponse): void {
  if (!isApi(pathOf(url))) return
  // Not earlier: a request may arrive while the bank starts and doesn't know it yet.
  beforeHead(response, () => {
    const epoch = epochNow()
    if (epoch !== null) response.setHeader(EPOCH_HEADER, epoch)
  })
}

/**
 * Why a program is refused that names another epoch than the bank's: what it knows, such as a cursor
 * or a balance, may be of events that the bank has no more.
 */
function otherEpoch({ url = '', headers }: IncomingMessage): Problem | null {
  const [named, epoch] = [headers[EPOCH_HEADER], epochNow()]
  if (named === undefined || epoch === null || named === epoch || !isApi(pathOf(url))) return null
  const detail =
    'The bank was restored from a backup since then, and may have forgotten what you know. Read again ' +
    `what you need, without old cursors and positions, then send “${EPOCH_HEADER}: ${epoch}”.`
  return problem('OtherEpoch', detail, { epoch })
}

/** Whether an address is one of the development tools that `npm run dev` overlays on a page. */
function isOfDevelopment(address: string): boolean {
  return process.env.NODE_ENV === 'development' && /^\/_(?:_nextjs|next\/)/.test(address)
}

/** An address that has no page. */
const NOWHERE = '/nowhere'

/** Whether an address is that of a built-in fallback page of Next.js. */
function isOfNextAlone(address: string): boolean {
  return decodeURIComponent(pathOf(address)).includes('/_global-error')
}

function pathOf(address: string): string {
  return address.split('?', 1)[0] ?? ''
}

/** Whether a request to the API may change something with the reader's cookie, so not by token. */
function changesByCookie({ method = '', url = '', headers }: IncomingMessage): boolean {
  if (!isApi(pathOf(url)) || /^(?:GET|HEAD|OPTIONS)$/.test(method)) return false
  return !/^bearer /i.test(headers.authorization ?? '')
}

/** The path and query of a request target, which may be a whole URL (RFC 9112, section 3.2.2). */
function originForm(target: string): string {
  const [, rest] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? []
  if (rest === undefined) return target
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** Puts this check in front of a server's request listeners; they get what passes it. */
function guard(server: Server, onForeign: OnForeign): void {
  const listeners = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const isTool = isOfDevelopment(request.url ?? '')
    const answer = isTool ? null : earlyAnswer(request)
    if (answer) {
      if (answer.status === 403) onForeign(request)
      if (answer.allow !== undefined) response.setHeader('allow', answer.allow)
      sendSentence(response, answer.status, answer.sentence)
      return
    }
    const outdated = otherEpoch(request)
    if (outdated) {
      sendProblem(response, outdated)
      return
    }
    if (changesByCookie(request) && isOfOtherSite(request.headers)) {
      onForeign(request)
      sendProblem(response, problem('NotAllowed', FOREIGN))
      return
    }
    if (request.method === 'POST' && !isTool && !isApi(pathOf(request.url ?? ''))) {
      // Next.js compares these two and ignores BETTER_AUTH_URL; the origin was checked just above.
      const host = hostOf(request.headers.origin ?? '')
      if (host !== null) request.headers['x-forwarded-host'] = host
      watchForm(request, response)
    }
    for (const listener of listeners) Reflect.apply(listener, server, [request, response])
  })
  server.requestTimeout = ARRIVAL_MAX_MS
  answerUnparsed(server)
  // Without listeners, Node.js ignores a request to upgrade the protocol and answers it normally.
  if (process.env.NODE_ENV === 'production') server.removeAllListeners('upgrade')
}
