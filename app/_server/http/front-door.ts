import 'server-only'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { onEachRequest } from '@/app/_server/process/each-request'
import { ADDRESS_HEADER } from './address'
import { earlyAnswer, isApi } from './early-answers'
import { sendSentence, watchForm } from './form-answers'
import { mendAddress } from './incoming'
import { hostOf } from './origins'
import { answerUnparsed } from './raw-answers'
import { secure } from './security-headers'

/** How long a request may take to arrive, body included, in milliseconds. */
const ARRIVAL_MAX_MS = 60_000

/**
 * Stands before Next.js: every answer carries the security headers; what Next.js can't read is
 * mended or refused here. To be called once, before the first request.
 */
export function openFrontDoor(): void {
  const guarded = new WeakSet<Server>()
  onEachRequest(({ request, response, server }) => {
    secure(response)
    mendRequest(request)
    if (!guarded.has(server)) guard(server)
    guarded.add(server)
  })
}

/** Makes a request readable for Next.js, and tells it what it would lose of the address. */
function mendRequest(request: IncomingMessage): void {
  const { headers } = request
  const isOdd = !/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(request.method ?? '')
  const written = mendAddress(originForm(request.url ?? ''))
  // Next.js would lead these on to the address without its slashes too many, as it does a GET.
  const address = isOdd ? written.replace(/\/{2,}/g, '/').replace(/(?<=.)\/(?=\?|$)/, '') : written
  headers[ADDRESS_HEADER] = address
  request.url = isOfNextAlone(address) ? NOWHERE : address
  // No route has PUT: it refuses these, which can't be methods of a `Request`, in the same words.
  if (isOdd && isApi(pathOf(address))) request.method = 'PUT'
  // Files are sent whole and unconditionally: Next.js has no pages for 412 and 416.
  for (const name of ['range', 'if-range', 'if-match', 'if-unmodified-since']) delete headers[name]
}

/** Whether an address is one of the tools that `npm run dev` shows over a page. */
function isOfDevelopment(address: string): boolean {
  return process.env.NODE_ENV === 'development' && /^\/_(?:_nextjs|next\/)/.test(address)
}

/** An address that leads nowhere. */
const NOWHERE = '/nowhere'

/** Whether an address is that of a page which Next.js shows by itself when all else fails. */
function isOfNextAlone(address: string): boolean {
  return decodeURIComponent(pathOf(address)).includes('/_global-error')
}

function pathOf(address: string): string {
  return address.split('?', 1)[0] ?? ''
}

/** The path and query of a request target, which may be a whole URL (RFC 9112, section 3.2.2). */
function originForm(target: string): string {
  const [, rest] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? []
  if (rest === undefined) return target
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** Has a server ask here first; what it did so far with a request, it does with those let through. */
function guard(server: Server): void {
  const listeners = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const isTool = isOfDevelopment(request.url ?? '')
    const answer = isTool ? null : earlyAnswer(request)
    if (answer) {
      if (answer.allow !== undefined) response.setHeader('allow', answer.allow)
      sendSentence(response, answer.status, answer.sentence)
      return
    }
    if (request.method === 'POST' && !isTool && !isApi(pathOf(request.url ?? ''))) {
      // Next.js compares these two, and knows no BETTER_AUTH_URL: they have been judged just now.
      const host = hostOf(request.headers.origin ?? '')
      if (host !== null) request.headers['x-forwarded-host'] = host
      watchForm(request, response)
    }
    for (const listener of listeners) Reflect.apply(listener, server, [request, response])
  })
  server.requestTimeout = ARRIVAL_MAX_MS
  answerUnparsed(server)
  // Without one, a request to change the protocol is answered as though it had not asked for that.
  if (process.env.NODE_ENV === 'production') server.removeAllListeners('upgrade')
}
