import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFound, searchable, searchedParts } from './search'

const account = searchable([
  'Anna-Marie Nováková O’Neil',
  'db74091733548871 09173354',
  'INV-2026/0042',
])

test.each([
  ...['nov', 'NOVÁK', 'anna nov', 'nov anna', 'marie', 'anna-marie', 'neil', "o'neil", 'O’NEIL'],
  ...['Nováková, Anna', 'Nova\u0301kova\u0301', 'no\u00advak', '\u2068Novak\u2069', '(anna)'],
  ...['inv', 'inv-2026', '2026', '0042', '2026/0042', 'INV–2026', 'anna 0042 db74', 'anna - nov'],
  ...['db74', 'db7409173354', '0917', '73354', '  ', '', '\u200b'],
])('%j finds it', search => {
  expect(isFound(account, search)).toBe(true)
})

test.each([
  ...['ovak', 'arie', 'anna petr', 'nov%', 'no_ak', '%', '_', 'inv2026', 'inv_2026', '2026-0042'],
  ...['eil', '91', '3354 x', 'nováková\nannabel', 'ann-marie'],
])('%j does not find it', search => {
  expect(isFound(account, search)).toBe(false)
})

test('signs alone are searched as they are', () => {
  expect(isFound(searchable(['★ Café & Sons']), '★')).toBe(true)
  expect(isFound(searchable(['★ Café & Sons']), '&')).toBe(true)
  expect(isFound(searchable(['Café and Sons']), '&')).toBe(false)
  expect(searchedParts(' \u200b ')).toBe(null)
})

test('a text is found by the beginnings of its words, in any order and case', () => {
  const word = fc.stringMatching(/^[\p{Script=Latin}\p{Script=Greek}0-9]{1,8}$/u)
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 5 }),
      fc.infiniteStream(fc.nat(7)),
      (words, cuts) => {
        const search = words
          .toReversed()
          .map(text => [...text.normalize('NFC')].slice(0, 1 + cuts.next().value).join(''))
          .join('  ')
        for (const asked of [search, search.toUpperCase(), search.normalize('NFD')]) {
          expect(isFound(searchable([words.join(' ')]), asked)).toBe(true)
        }
      },
    ),
  )
})
