import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { followAnswers } from '@/app/_server/process/status'
import { takeForm } from './form-answers'
import { openFrontDoor } from './front-door'
import { SECURITY_HEADERS } from './security-headers'

const FORM = 'content-type: multipart/form-data; boundary=x'
let server: Server
let seen: IncomingMessage[] = []
/** The addresses of the requests that were refused as another site's. */
let foreign: string[] = []

/** Stands in for Next.js behind the front door; answers as the path says. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  seen.push(request)
  const [path = ''] = (request.url ?? '').split('?')
  if (path.startsWith('/taken')) takeForm()
  if (path === '/own-policy') response.setHeader('content-security-policy', "default-src 'self'")
  if (path === '/not-modified') {
    for (const name of response.getHeaderNames()) {
      if (name.startsWith('content-')) response.removeHeader(name)
    }
    response.writeHead(304).end()
    return
  }
  request.resume().on('end', () => {
    response.statusCode = path.includes('fails') ? 500 : 200
    if (path.includes('redirects')) response.writeHead(303, { location: '/x' })
    if (path.includes('passed-on')) response.setHeader('content-type', 'text/x-component')
    if (path.includes('flushes')) response.flushHeaders()
    if (path.includes('streams')) response.write('at Object.x (/a/b.js:1:2)')
    response.end('Internal Server Error')
  })
}

beforeAll(async () => {
  openFrontDoor(request => foreign.push(request.url ?? ''))
  followAnswers()
  server = createServer(answer)
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  // `npm start` probes the health first in the same way; the front door is active after that.
  await send('GET /first HTTP/1.1')
})
afterAll(() => new Promise(resolve => server.close(resolve)))

/** Sends a request over a raw socket: `fetch` refuses to send most of these. */
async function send(first: string, lines: readonly string[] = [], body = ''): Promise<string> {
  const head = [first, 'host: localhost:3000', 'connection: close', ...lines, '', ''].join('\r\n')
  return sendRaw(head + body)
}

function sendRaw(text: string): Promise<string> {
  seen = []
  const { port } = server.address() as AddressInfo // it listens on a port
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let received = ''
    socket.setEncoding('utf8').on('data', part => {
      received += part
    })
    socket.on('error', reject).on('close', () => resolve(received))
  })
}

const statusOf = (received: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1])

test.each([
  ['a page', 'GET /x HTTP/1.1', [], 200],
  ['a failure', 'GET /fails HTTP/1.1', [], 500],
  ['a redirect', 'GET /redirects HTTP/1.1', [], 303],
  ['what has not changed', 'GET /not-modified HTTP/1.1', [], 304],
  ['headers sent ahead', 'GET /flushes HTTP/1.1', [], 200],
  ['what is refused early', 'PUT /x HTTP/1.1', [], 405],
  ['a method that HTTP lacks', 'FOO /x HTTP/1.1', [], 400],
  ['an address that is none', 'GET x HTTP/1.1', [], 400],
  ['an expectation', 'GET /x HTTP/1.1', ['expect: x'], 417],
  ['long headers', 'GET /x HTTP/1.1', [`x: ${'y'.repeat(20_000)}`], 431],
  ['two lengths', 'GET /x HTTP/1.1', ['content-length: 1', 'content-length: 2'], 400],
  ['a body in broken chunks', 'POST /api/x HTTP/1.1', ['transfer-encoding: chunked'], 400],
  ['a tunnel', 'CONNECT localhost:80 HTTP/1.1', [], 405],
])('%s has the security headers', async (_, first, lines, status) => {
  const received = await send(first, lines, first.startsWith('POST') ? 'zz\r\n' : '')
  expect(statusOf(received), received).toBe(status)
  for (const name of SECURITY_HEADERS.keys()) {
    expect(received.toLowerCase(), name).toContain(`\r\n${name}: `)
  }
})

test('requests without a host get them too, and a page keeps its own policy', async () => {
  const received = await sendRaw('GET /x HTTP/1.1\r\n\r\n')
  expect(statusOf(received)).toBe(400)
  expect(received).toContain('content-security-policy: ')
  const page = await send('GET /own-policy HTTP/1.1')
  expect(page.match(/content-security-policy: .*/g)).toEqual([
    "content-security-policy: default-src 'self'",
  ])
})

test.each([
  ['that no action takes', '/x', 400],
  ['whose body can’t be decoded', '/fails', 400],
  ['whose body can’t be decoded, told in a stream', '/streams-fails', 400],
  ['whose body can’t be decoded, told ahead', '/flushes-fails', 400],
  ['that an action takes', '/taken', 200],
  ['that an action takes and fails at', '/taken-fails', 500],
  ['that an action answers elsewhere', '/redirects', 303],
  ['that another page’s action takes', '/passed-on', 200],
])('a form %s: %3$s', async (_, path, status) => {
  const lines = [FORM, 'content-length: 4', 'origin: http://localhost:3000']
  const received = await send(`POST ${path} HTTP/1.1`, lines, 'body')
  expect(statusOf(received), received).toBe(status)
  expect(seen[0]?.headers['x-forwarded-host']).toBe('localhost:3000')
  if (status !== 400) return
  expect(received).toContain('This request can’t be read.')
  expect(received).not.toMatch(/Internal|\.js:/)
})

test('a form of unknown length is rejected once it exceeds the limit', async () => {
  const size = 1024 * 1024 + 1
  const lines = [FORM, 'transfer-encoding: chunked']
  const body = `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`
  expect(statusOf(await send('POST /fails HTTP/1.1', lines, body))).toBe(413)
})

test.each([
  ['no origin, as programs', [], 200],
  ['its own origin', ['origin: http://localhost:3000'], 200],
  ['the same site', ['sec-fetch-site: same-origin', 'origin: http://localhost:3000'], 200],
  ['the origin null', ['origin: null'], 403],
  ['the origin null of its own site', ['sec-fetch-site: same-origin', 'origin: null'], 403],
  ['another port', ['origin: http://localhost:3001'], 403],
  ['another port, by fetch metadata', ['sec-fetch-site: same-site'], 403],
  ['another site', ['sec-fetch-site: cross-site'], 403],
  [
    'another site, and its own origin',
    ['sec-fetch-site: cross-site', 'origin: http://localhost:3000'],
    403,
  ],
  ['another site, with a token', ['sec-fetch-site: cross-site', 'authorization: Bearer x'], 200],
  ['another site, with a password', ['sec-fetch-site: cross-site', 'authorization: Basic x'], 403],
])('what changes something, from %s: %3$s', async (_, lines, status) => {
  foreign = []
  for (const method of ['POST', 'DELETE', 'PATCH']) {
    const received = await send(`${method} /api/x HTTP/1.1`, lines)
    expect(statusOf(received), received).toBe(status)
    expect(seen).toHaveLength(status === 200 ? 1 : 0)
    if (status === 403) expect(received).toContain('application/problem+json')
  }
  expect(statusOf(await send('GET /api/x HTTP/1.1', lines))).toBe(200)
  expect(foreign).toEqual(status === 403 ? ['/api/x', '/api/x', '/api/x'] : [])
  if (status === 403) {
    expect(statusOf(await send('POST /transfer HTTP/1.1', [FORM, ...lines]))).toBe(403)
    expect(foreign.at(-1)).toBe('/transfer')
  }
})

test.each([
  ['GET /accounts HTTP/1.1', true],
  ['GET /api/accounts HTTP/1.1', true],
  ['GET /api/x.png HTTP/1.1', true],
  ['GET /fails HTTP/1.1', true],
  ['GET /redirects HTTP/1.1', true],
  ['GET /fails.png HTTP/1.1', true],
  ['PUT /x HTTP/1.1', true],
  ['FOO /x HTTP/1.1', true],
  ['GET /icon.svg HTTP/1.1', false],
  ['GET /_next/static/x.js HTTP/1.1', false],
])('%s is answered with no-store: %s', async (first, expected) => {
  expect(/cache-control: [^\r]*no-store/i.test(await send(first))).toBe(expected)
})

test('by TLS browsers are told to keep to it', async () => {
  expect(await send('GET /x HTTP/1.1')).not.toContain('strict-transport-security')
  vi.stubEnv('BETTER_AUTH_URL', 'https://bank.example')
  for (const first of ['GET /x HTTP/1.1', 'FOO /x HTTP/1.1']) {
    expect(await send(first)).toContain('strict-transport-security: max-age=31536000')
  }
  vi.unstubAllEnvs()
})

test('headers that are too large are refused with a sentence', async () => {
  const received = await send('GET /x HTTP/1.1', [`x: ${'y'.repeat(20_000)}`])
  expect(received).toContain('The request’s headers are too large.')
})

test('requests are normalised, and a client’s own address header is overwritten', async () => {
  await send('GET http://evil.example//x?__proto__=1 HTTP/1.1', ['x-daybook-address: /y'])
  const [request] = seen
  expect(request?.url).toBe('//x?__proto__=1')
  expect(request?.headers['x-daybook-address']).toBe('//x?__proto__=1')
  await send('GET /x HTTP/1.1', ['x-daybook-client: 1.2.3.4', 'x-forwarded-for: 1.2.3.4'])
  expect(seen[0]?.headers['x-daybook-client']).toBe('127.0.0.1')
  await send('TRACE /api//health/?x HTTP/1.1')
  expect(seen[0]).toMatchObject({ method: 'PUT', url: '/api/health?x' })
  await send('GET /%5fglobal-error HTTP/1.1', ['range: bytes=9-', 'if-match: x'])
  expect(seen[0]?.url).toBe('/nowhere')
  expect(seen[0]?.headers).not.toHaveProperty('range')
  expect(seen[0]?.headers).not.toHaveProperty('if-match')
})
