import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mendAddress, withoutDots } from './incoming'

test.each([
  ['/accounts/%ZZ', '/accounts/%25ZZ'],
  ['/accounts/%', '/accounts/%25'],
  ['/accounts/%ff?q=%ff', '/accounts/%25ff?q=%ff'],
  ['/accounts/%C3%A9', '/accounts/%C3%A9'],
  ['/accounts?q=%ZZ', '/accounts?q=%ZZ'],
])('%s is read as %s', (address, expected) => {
  expect(mendAddress(address)).toBe(expected)
})

test.each([
  ['/api/../sign-in?x=/../y', '/sign-in?x=/../y'],
  ['/accounts/%2e%2E/api/health', '/api/health'],
  ['/a/./b/.', '/a/b/'],
  ['/a/..', '/'],
  ['/../../a', '/a'],
  ['/x/..//evil.example', '//evil.example'],
  ['/a/...', '/a/...'],
  ['*', '*'],
])('%s leads to %s', (address, expected) => {
  expect(withoutDots(address)).toBe(expected)
})

test('dot segments are resolved as the URL standard does', () => {
  const segments = fc.constantFrom('a', 'b', '', '.', '..', '%2e', '.%2E', '...', 'c.d')
  fc.assert(
    fc.property(fc.array(segments), fc.constantFrom('', '?q=/../x'), (parts, query) => {
      const path = `/${parts.join('/')}`
      const { pathname } = new URL(`http://x${path}`)
      expect(withoutDots(path + query)).toBe(pathname + query)
    }),
  )
})

test('every address can be decoded, and a valid one is unchanged', () => {
  fc.assert(
    fc.property(fc.string(), fc.webPath(), (rubbish, sound) => {
      const path = `/${rubbish.replaceAll('?', '')}`
      expect(() => decodeURIComponent(mendAddress(path))).not.toThrow()
      expect(mendAddress(sound)).toBe(sound)
    }),
  )
})
