import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ADDRESS_HEADER,
  addressOf,
  pathAfterSignIn,
  pathOnSite,
  queryOf,
  searchOf,
} from './address'

const SITE = 'https://bank.example'

/** The origin to which a browser on `page` resolves an address in a link or Location header. */
function originAfter(address: string, page: string): string {
  return new URL(address, `${SITE}${page}`).origin
}

test.each([
  '/.//host/x',
  '/x/..//host',
  '/x/%2e%2e//host',
  '/./..//host',
  '//host',
  '///host',
  '/\\host',
  '/\\/host',
  '/\t/host',
  '/\n//host',
  '/%2fhost',
  '/%2F/host',
  '/%5chost',
  '/.//@host',
  'https://host/x',
  'http:/host',
  'javascript:alert(1)',
  '\\\\host',
  ' //host',
  '//[::',
  'host',
  '',
])('%j leads to the accounts, not to another site', address => {
  expect(pathOnSite(address)).toBeNull()
  expect(pathAfterSignIn(address)).toBe('/accounts')
})

test.each([
  ['/audit?note=%2F%2Fx', '/audit?note=%2F%2Fx'],
  ['/accounts/../bank/at', '/bank/at'],
  ['/accounts//x', '/accounts//x'],
  ['/x?next=//host', '/x?next=//host'],
  ['/;@host', '/;@host'],
  ['/.\\host', '/host'],
])('%j stays on this site, as %j', (address, expected) => {
  expect(pathOnSite(address)).toBe(expected)
})

test('no address leads a browser to another site, from any page', () => {
  const piece = fc.constantFrom(
    ...['/', '\\', '.', '..', '//', '%2f', '%2e', '%5c', '\t', '\n', '@', ':', '?', '#', 'host'],
    ...['http:', 'https://host', 'x', ' ', '\u00a0', '\u3002', ';', '[', 'javascript:'],
  )
  const address = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join('')),
    fc.array(piece, { maxLength: 8 }).map(pieces => `/${pieces.join('')}`),
    fc.string({ unit: 'binary' }).map(text => `/${text}`),
    fc.webUrl(),
  )
  fc.assert(
    fc.property(address, fc.constantFrom('/', '/sign-in', '/accounts/x/'), (text, page) => {
      for (const path of [pathOnSite(text), pathAfterSignIn(text)]) {
        if (path === null) continue
        expect(originAfter(path, page)).toBe(SITE)
        // As if a proxy had decoded it once.
        expect(originAfter(path.replaceAll(/%2f/gi, '/').replaceAll(/%5c/gi, '\\'), page)).toBe(
          SITE,
        )
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a query has exactly the names in the address', () => {
  const asked = '__proto__=1&constructor=2&a=3&a=4&toString='
  const query = queryOf(new URLSearchParams(asked))
  expect(Object.entries(query)).toEqual([
    ['__proto__', '1'],
    ['constructor', '2'],
    ['a', ['3', '4']],
    ['toString', ''],
  ])
  expect('valueOf' in query).toBe(false)
  expect(String(searchOf({ ...query, absent: undefined }))).toBe(asked)
})

test('a request is answered by its address as written', () => {
  const headers = { [ADDRESS_HEADER]: '//x/api/accounts?__proto__=1&q=%C3%A9' }
  const request = new Request('http://localhost:3000/api/accounts?q=é', { headers })
  expect(new URL(addressOf(request)).search).toBe('?__proto__=1&q=%C3%A9')
  expect(addressOf(new Request('http://localhost:3000/api/x?y=1'))).toContain('/api/x?y=1')
})
