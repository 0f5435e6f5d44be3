import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hearLog } from '@/app/_server/testing/log-lines'
import { traceIdIn } from '@/app/_server/traces/trace-parent'
import { leaveAlone } from './each-request'
import { followRequestLines } from './request-lines'
import { currentNotes, noteActor, noteCommand, noteRequestId } from './request-notes'
import { isQuiet, patternsIn } from './route-pattern'
import { followAnswers } from './status'

const patternOf = patternsIn({
  staticRoutes: [{ page: '/api/commands', regex: '^/api/commands(?:/)?$' }],
  dynamicRoutes: [
    { page: '/accounts/[id]', regex: '^/accounts/([^/]+?)(?:/)?$' },
    { page: '/api/health/[x]', regex: '^/api/health/([^/]+?)(?:/)?$' },
  ],
})
const COMMAND = '3f1c8a52-90a7-4b0e-8d5b-6a1f2c7e9b10'
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

let server: Server
let base: string
let work: () => void = () => {}

beforeAll(async () => {
  followAnswers()
  followRequestLines(patternOf)
  server = createServer((request, response) => {
    work()
    if (request.url?.startsWith('/hang')) return void response.flushHeaders()
    response.statusCode = Number(new URLSearchParams(request.url?.split('?')[1]).get('s') ?? 200)
    response.end('done')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** The lines that a request leaves. */
async function linesOf(ask: () => Promise<unknown>) {
  const { lines, stop } = hearLog()
  try {
    await ask()
    await expect.poll(() => lines.length).toBeGreaterThan(0)
    return lines.map(line => JSON.parse(line))
  } finally {
    stop()
    work = () => {}
  }
}

test('a request is one line with its links and its outcome', async () => {
  work = () => {
    noteRequestId('r-1')
    noteActor('u-1')
    noteCommand(COMMAND, 'accepted')
  }
  const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }
  const [line, ...others] = await linesOf(() =>
    fetch(`${base}/api/commands`, { method: 'POST', headers }),
  )
  expect(others).toEqual([])
  const { durationMs, time, pid, ...rest } = line
  expect(rest).toEqual({
    ...{ level: 'info', what: 'request', method: 'POST', route: '/api/commands', status: 200 },
    ...{ requestId: 'r-1', actorId: 'u-1', traceId: TRACE, commandId: COMMAND },
    outcome: 'accepted',
  })
  expect(durationMs).toBeGreaterThanOrEqual(0)
})

test('several commands are counted, and an id that is none is not told', async () => {
  work = () => {
    noteCommand(COMMAND, 'accepted')
    noteCommand('Jana', 'refused')
    noteCommand(COMMAND, 'accepted')
  }
  const [line] = await linesOf(() => fetch(`${base}/api/commands`, { method: 'POST' }))
  expect(line).toMatchObject({ outcome: 'mixed', commands: { accepted: 2, refused: 1 } })
  expect(line).not.toHaveProperty('commandId')
  work = () => noteCommand('Jana', 'refused')
  expect(JSON.stringify(await linesOf(() => fetch(`${base}/api/commands`)))).not.toContain('Jana')
})

test.each([
  ['/accounts/Jana?q=Jana', '/accounts/[id]', 'ok', 'info'],
  ['/accounts/Jana?s=404', '/accounts/[id]', 'refused', 'info'],
  ['/accounts/Jana?s=503', '/accounts/[id]', 'failed', 'warn'],
  ['/Jana/Jana', 'other', 'ok', 'info'],
])('%s is told as %s', async (path, route, outcome, level) => {
  const [line] = await linesOf(() => fetch(base + path))
  expect(line).toMatchObject({ route, outcome, level })
  expect(JSON.stringify(line)).not.toContain('Jana')
})

test('a client that goes away is told so', async () => {
  const [line] = await linesOf(async () => {
    const leaving = new AbortController()
    await fetch(`${base}/hang`, { signal: leaving.signal })
    leaving.abort()
  })
  expect(line).toMatchObject({ outcome: 'closed by the client', route: 'other' })
})

test('files and health checks are quiet, and requests of other servers are not the bank’s', async () => {
  expect(['files', '/api/health', '/api/health/ready', '/accounts/[id]'].map(isQuiet)).toEqual([
    ...[true, true, true, false],
  ])
  expect(patternOf('/_next/static/Jana.js')).toBe('files')
  expect(patternOf(`/accounts/${'x'.repeat(2_000)}`)).toBe('other')
  let seen: unknown = 'nothing'
  const other = createServer((_, response) => {
    seen = currentNotes()
    response.end()
  })
  leaveAlone(other)
  await once(other.listen(0, '127.0.0.1'), 'listening')
  await fetch(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`)
  other.closeAllConnections()
  other.close()
  expect(seen).toBeNull()
})

test.each([
  [`00-${TRACE}-00f067aa0ba902b7-01`, TRACE],
  [`01-${TRACE}-00f067aa0ba902b7-00-more`, TRACE],
  [`ff-${TRACE}-00f067aa0ba902b7-01`, null],
  [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, null],
  [`00-${TRACE}-0000000000000000-01`, null],
  [`00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`, null],
  ['Jana', null],
  [undefined, null],
])('the trace in %s', (header, traceId) => {
  expect(traceIdIn(header)).toBe(traceId)
})
