import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainTextOf } from './plain-text'

test.each([
  ['She called.\n\n- at **10:03**\n- and *again*', 'She called. at 10:03 and again'],
  ['# Lost `card`\n> Said [the shop](https://shop.example/a_b_c)', 'Lost card Said the shop'],
  ['| a | b |\n|---|---|\n| 1 | ~~2~~ |', 'a b 1 2'],
  ['1. one\n2. two\n\n---\n\n```js\nx * y\n```', 'one two x * y'],
  ['![A *red* card](a.png) and 2 * 3 * 4', 'A red card and 2 * 3 * 4'],
  ['a\\*b &amp; <b>c</b>  \nd', 'a*b & <b>c</b> d'],
  ['', ''],
])('%j is %j', (markdown, plain) => {
  expect(plainTextOf(markdown)).toBe(plain)
})

test('Words without signs stay as they are', () => {
  const words = fc.array(fc.stringMatching(/^[a-zů0-9]{1,9}$/), { minLength: 1 })
  fc.assert(
    fc.property(words, all => {
      expect(plainTextOf(all.join(' '))).toBe(all.join(' '))
    }),
  )
})
