import 'server-only'
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { securityHeaders } from './security-headers'

/** The status for each Node.js error code of invalid HTTP; 400 for any other. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
])

/**
 * Answers what never becomes a request (unparsable input, CONNECT) as Node.js does, with the
 * security headers added. An answer that has begun is only ended.
 */
export function answerUnparsed(server: Server): void {
  const answers = new WeakMap<Duplex, Set<ServerResponse>>()
  server.on('request', ({ socket }, response) => {
    const open = answers.get(socket) ?? new Set()
    answers.set(socket, open.add(response))
    response.once('close', () => open.delete(response))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = STATUSES.get(error.code ?? '') ?? 400
    const hasBegun = [...(answers.get(socket) ?? [])].some(({ headersSent }) => headersSent)
    if (socket.writable && !hasBegun) socket.write(answerOf(status))
    socket.destroy()
  })
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(answerOf(405))
  })
}

const SENTENCES: ReadonlyMap<number, string> = new Map([
  [405, 'Method not allowed. Open this address in a browser.'],
  [408, 'The request took too long to arrive. Send it again.'],
  [413, 'The request is too large. Send a smaller one.'],
  [431, 'The request’s headers are too large. Delete the cookies of this site, then try again.'],
])

function answerOf(status: number): string {
  const body = `${SENTENCES.get(status) ?? 'This request can’t be read. It is no valid HTTP.'}\n`
  const headers = [
    ...securityHeaders(),
    ...[
      ['cache-control', 'no-store'],
      ['connection', 'close'],
      ['content-type', 'text/plain; charset=utf-8'],
      ['content-length', String(Buffer.byteLength(body))],
    ],
  ]
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  const allow = status === 405 ? ['allow: GET, HEAD, OPTIONS, POST'] : []
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, ...allow, '', body].join('\r\n')
}
