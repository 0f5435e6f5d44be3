import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { folded } from './folded'

test.each([
  ['Jana Nováková', 'jana novakova'],
  ['  Jana \t\u00a0 Nova\u0301kova\u0301 ', 'jana novakova'],
  ['Straße', 'strasse'],
  ['STRAẞE', 'strasse'],
  ['ΟΔΥΣΣΕΎΣ', 'οδυσσευσ'],
  ['Οδυσσεύς', 'οδυσσευσ'],
  ['Ὀδυσσεύς', 'οδυσσευσ'],
  ['Işık İnönü', 'isik inonu'],
  ['IŞIK INÖNÜ', 'isik inonu'],
  ['Łódź', 'lodz'],
  ['Søren Ærø', 'soren aero'],
  ['Œuvre', 'oeuvre'],
  ['Þórður Guðmundsson', 'thordur gudmundsson'],
  ['Đorđe', 'dorde'],
  ['Ħal Għaxaq', 'hal ghaxaq'],
  ['Ŧŋ', 'tn'],
  ['Андрей Сёмин', 'андреи семин'],
  ['Їжак Ґудзь', 'іжак гудзь'],
  ['O’Brien–Smith', "o'brien-smith"],
  ['ﬁnance ①②', 'finance 12'],
  ['Ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
  ['soft\u00adhyphen zero\u200bwidth \u2066isolated\u2069', 'softhyphen zerowidth isolated'],
  ['a\u2028b\u2800c', 'a b c'],
  ['\u200b \u2060\u3164\u00ad', ''],
])('%j is searched as %j', (text, plain) => {
  expect(folded(text)).toBe(plain)
})

test('marks that are letters of their script stay', () => {
  for (const [one, other] of [
    ['กิน', 'กน'],
    ['किरण', 'करण'],
    ['が', 'か'],
    ['김', '기'],
  ] as const) {
    expect(folded(one)).not.toBe(folded(other))
    expect(folded(one.normalize('NFD'))).toBe(folded(one))
  }
  expect(folded('مُحَمَّد')).toBe(folded('محمد'))
  expect(folded('שָׁלוֹם')).toBe(folded('שלום'))
})

/** Every letter that Latin, Greek and Cyrillic are written with, Turkish among them. */
const letters = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter(code => code < 0xd800 || code > 0xdfff)
  .map(code => String.fromCodePoint(code))
  .filter(text => /^(?=\p{L})[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]$/u.test(text))

/** Marks that a keyboard has as dead keys. */
const ACCENTS = [
  ...'\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328',
]

describe('each letter of Latin, Greek and Cyrillic', () => {
  test('folds alike in both cases, also as Turkish has them', () => {
    expect(letters.length).toBeGreaterThan(1800)
    const unlike = letters.filter(letter => {
      const forms = [
        letter.toLowerCase(),
        letter.toUpperCase(),
        letter.toLocaleLowerCase('tr'),
        letter.toLocaleUpperCase('tr'),
      ]
      return forms.some(form => folded(form) !== folded(letter))
    })
    expect(unlike).toEqual([])
  })

  test('folds alike in every normalisation form', () => {
    const unlike = letters.filter(letter =>
      ['NFC', 'NFD', 'NFKC', 'NFKD'].some(
        form => folded(letter.normalize(form)) !== folded(letter),
      ),
    )
    expect(unlike).toEqual([])
  })

  test('folds alike with and without accents', () => {
    const unlike = letters.filter(letter =>
      ACCENTS.some(a => folded(letter + a) !== folded(letter)),
    )
    expect(unlike).toEqual([])
    // The subscript iota is an iota in capitals, so it is a letter and no accent.
    const bare = (letter: string) =>
      letter
        .normalize('NFD')
        .replace(/\u0345/g, 'ι')
        .replace(/\p{M}/gu, '')
    expect(letters.filter(letter => folded(bare(letter)) !== folded(letter))).toEqual([])
  })

  test('folds to letters of the plain alphabet, or stays as it is', () => {
    const again = letters.filter(letter => folded(folded(letter)) !== folded(letter))
    expect(again).toEqual([])
    for (const letter of letters) expect(folded(letter)).toMatch(/^\P{Lu}+$/u)
  })
})

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom(...letters, ...ACCENTS, ' ', '\u00a0', '\u200b', '\u0345'))
    .map(all => all.join('')),
)

test('folding is done once: again it changes nothing, in any form', () => {
  fc.assert(
    fc.property(text, given => {
      const once = folded(given)
      expect(folded(once)).toBe(once)
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
        expect(folded(given.normalize(form))).toBe(once)
      }
      expect(once).not.toMatch(/^\s|\s$|\s\s/u)
    }),
    { numRuns: 2_000 },
  )
}, 60_000)

test('the case of a whole text makes no difference', () => {
  const words = fc.array(fc.constantFrom(...letters, ...'ßſςσΣıİ', ' ')).map(all => all.join(''))
  fc.assert(
    fc.property(words, given => {
      expect(folded(given.toUpperCase())).toBe(folded(given))
      expect(folded(given.toLowerCase())).toBe(folded(given))
    }),
    { numRuns: 2_000 },
  )
}, 60_000)
