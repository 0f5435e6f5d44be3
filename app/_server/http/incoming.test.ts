import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mendAddress } from './incoming'

test.each([
  ['/accounts/%ZZ', '/accounts/%25ZZ'],
  ['/accounts/%', '/accounts/%25'],
  ['/accounts/%ff?q=%ff', '/accounts/%25ff?q=%ff'],
  ['/accounts/%C3%A9', '/accounts/%C3%A9'],
  ['/accounts?q=%ZZ', '/accounts?q=%ZZ'],
])('%s is read as %s', (address, expected) => {
  expect(mendAddress(address)).toBe(expected)
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
