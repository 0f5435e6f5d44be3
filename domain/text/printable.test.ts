import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escaped, isPrintable, printable } from './printable'

/** What no text of the bank has, by what it would do. */
const UNFIT = [
  ['NUL, which PostgreSQL can’t store', '\u0000'],
  ['a line end', '\n'],
  ['a tab', '\t'],
  ['the escape of a terminal', '\u001b'],
  ['delete', '\u007f'],
  ['a control character of C1', '\u009b'],
  ['the line separator', '\u2028'],
  ['the paragraph separator', '\u2029'],
  ['an override of the direction', '\u202e'],
  ['an embedding', '\u202a'],
  ['the end of one', '\u202c'],
  ['a right-to-left mark', '\u200f'],
  ['an isolate', '\u2066'],
  ['the end of one', '\u2069'],
  ['half of a surrogate pair', '\ud83d'],
  ['its other half', '\ude00'],
  ['no character', '\uffff'],
  ['no character beyond the first plane', '\u{1fffe}'],
] as const

test.each(UNFIT)('no text has %s', (_, unfit) => {
  expect(isPrintable(`a${unfit}b`)).toBe(false)
  expect(printable(`a${unfit}b`, 10)).toMatch(/^a\uFFFD+b$/)
  const log = escaped(`a${unfit}b`)
  expect(isPrintable(log)).toBe(true)
  expect(JSON.parse(`"${log}"`)).toBe(`a${unfit}b`)
})

test.each([
  ['abc', 'abc'],
  ['abcd', 'ab…'],
  ['a\u0000bc', 'a\uFFFD…'],
  ['\u0000\u0007', '\uFFFD\uFFFD'],
])('%j is shown in three units as %j', (text, shown) => {
  expect(printable(text, 3)).toBe(shown)
})

test('each unit of what is unprintable is escaped with four digits', () => {
  expect(escaped('a\tb\u202ec\u{1fffe}')).toBe('a\\u0009b\\u202ec\\ud83f\\udffe')
})

test.each([
  'Jana Nováková',
  'רוּת בנק',
  'می\u200cخواهم',
  'क्\u200dष',
  '👩\u200d💻 🇨🇿',
  'Ⅷ ﷺ ´ “ ” – …',
  'e\u0301',
])('%s is a text as people write it', text => {
  expect(isPrintable(text)).toBe(true)
  expect(escaped(text)).toBe(text)
})

test('whatever is escaped can be read again, and nothing in it is obeyed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const line = escaped(JSON.stringify({ text }))
      expect(isPrintable(line)).toBe(true)
      expect(JSON.parse(line)).toEqual({ text })
    }),
  )
}, 60_000)
