import fc from 'fast-check'
import { v5 } from 'uuid'
import { expect, test } from 'vitest'
import { createNaming } from './ids'

/** The namespace of domain names in RFC 9562. */
const NAMES = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'

test('an id derived from a name is the one in RFC 9562', () => {
  const idOf = createNaming(NAMES)
  expect(idOf('www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2') // appendix A.4
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), name => {
      expect(idOf(name)).toBe(v5(name, NAMES))
    }),
  )
})
