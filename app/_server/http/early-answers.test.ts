import { expect, test } from 'vitest'
import { earlyAnswer } from './early-answers'

const FORM = 'multipart/form-data; boundary=x'
const OWN = { host: 'localhost:3000', origin: 'http://localhost:3000' }

function statusOf(method: string, url: string, headers: Record<string, string> = {}) {
  return earlyAnswer({ method, url, headers })?.status ?? null
}

test.each([
  ['GET', '/accounts', null],
  ['HEAD', '/accounts', null],
  ['OPTIONS', '/accounts', 204],
  ['PUT', '/accounts', 405],
  ['DELETE', '/accounts', 405],
  ['PATCH', '/accounts', 405],
  ['TRACE', '/accounts', 405],
  ['PROPFIND', '/accounts', 405],
  ['GET', '/account.png', null],
  ['OPTIONS', '/account.png', 204],
  ['POST', '/account.png', 405],
  ['PUT', '/_next/static/chunks/x.js', 405],
  ['POST', '/_next/image', 405],
  ['POST', '/favicon.ico', 405],
  ['TRACE', '/icon.svg', 405],
  ['GET', '*', 400],
  ['OPTIONS', '*', 204],
  ['GET', 'accounts', 400],
  ['GET', '', 400],
  // API routes give these answers themselves.
  ['PUT', '/api/health', null],
  ['POST', '/api/commands', null],
])('%s %s is answered early with %s', (method, url, expected) => {
  expect(statusOf(method, url)).toBe(expected)
})

test.each(['/accounts', '/icon.svg', '/_next/image', '*'])(
  'OPTIONS %s lists what isn’t refused',
  url => {
    const listed = earlyAnswer({ method: 'OPTIONS', url, headers: {} })?.allow?.split(', ') ?? []
    expect(listed).toContain('GET')
    if (url === '*') return
    for (const method of listed) {
      const answer = earlyAnswer({ method, url, headers: { ...OWN, 'content-type': FORM } })
      expect(answer?.status ?? 200, method).toBeLessThan(300)
    }
  },
)

test.each([
  ['of this bank', OWN, null],
  ['without an origin', { host: OWN.host }, null],
  ['of another site that names the bank', { ...OWN, 'sec-fetch-site': 'cross-site' }, 403],
  ['of the same site', { ...OWN, 'sec-fetch-site': 'same-origin' }, null],
  ['with an empty origin', { ...OWN, origin: '' }, 403],
  ['with an origin that is none', { ...OWN, origin: 'x' }, 403],
  ['with the origin null', { ...OWN, origin: 'null' }, 403],
  ['with the origin of a file', { ...OWN, origin: 'file://' }, 403],
  ['of another site', { ...OWN, origin: 'http://evil.example' }, 403],
  ['of another port', { ...OWN, origin: 'http://localhost:3001' }, 403],
  ['of a longer name', { ...OWN, origin: 'http://localhost:3000.evil.example' }, 403],
  ['of another site, without an origin', { host: OWN.host, 'sec-fetch-site': 'cross-site' }, 403],
  ['of another port, without an origin', { host: OWN.host, 'sec-fetch-site': 'same-site' }, 403],
  ['by a proxy', { ...OWN, origin: 'https://a.example', 'x-forwarded-host': 'a.example' }, null],
])('a form %s is answered early with %3$s', (_, headers, expected) => {
  expect(statusOf('POST', '/sign-in', { ...headers, 'content-type': FORM })).toBe(expected)
})

test('a form from the origin of BETTER_AUTH_URL is accepted, whatever the host', () => {
  const headers = { host: '127.0.0.1:3000', origin: 'https://bank.example', 'content-type': FORM }
  expect(statusOf('POST', '/sign-in', headers)).toBe(403)
  process.env.BETTER_AUTH_URL = 'https://bank.example'
  try {
    expect(statusOf('POST', '/sign-in', headers)).toBeNull()
    // Another program on the reader's own machine is another site then.
    const local = { ...headers, host: 'bank.example', origin: 'http://localhost:3000' }
    expect(statusOf('POST', '/sign-in', local)).toBe(403)
  } finally {
    delete process.env.BETTER_AUTH_URL
  }
})

test.each([
  [FORM, {}, null],
  ['multipart/form-data; charset=x; boundary="a b"', {}, null],
  ['multipart/form-data', {}, 400],
  ['multipart/form-data; boundary=', {}, 400],
  ['multipart/form-datax; boundary=x', {}, 415],
  ['application/x-www-form-urlencoded', {}, 415],
  ['application/json', { 'next-action': 'x' }, 415],
  ['text/plain;charset=UTF-8', { 'next-action': 'x' }, null],
  ['text/plain;charset=UTF-8', {}, 415],
  ['', {}, 415],
  [FORM, { 'content-length': String(1024 * 1024 + 1) }, 413],
])('a page is posted %j %j: early with %s', (type, headers, expected) => {
  expect(statusOf('POST', '/sign-in', { ...OWN, 'content-type': type, ...headers })).toBe(expected)
})

const tree = (value: unknown) => encodeURIComponent(JSON.stringify(value))
test.each([
  [tree(['', { children: ['accounts', { children: ['__PAGE__', {}] }] }, null, 'refetch']), null],
  ['', 400],
  ['x', 400],
  ['%ZZ', 400],
  [tree({}), 400],
  [tree([1]), 400],
  ['x'.repeat(50_000), 400],
])('the router state %.60s is answered early with %s', (state, expected) => {
  expect(statusOf('GET', '/accounts', { rsc: '1', 'next-router-state-tree': state })).toBe(expected)
})
