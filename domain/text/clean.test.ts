import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { bytesMaxOf, cleanText, isLonger, isVisible, textFault } from './clean'

const given = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

test.each(['name', 'note', 'document'] as const)('a %s that is clean stays as it is', kind => {
  fc.assert(
    fc.property(given, text => {
      const clean = cleanText(kind, text)
      expect(cleanText(kind, clean)).toBe(clean)
      expect(cleanText(kind, clean.normalize('NFD'))).toBe(clean)
      expect(clean).toBe(clean.normalize('NFC').trimEnd())
    }),
  )
})

test('blanks inside a note stay, and are single spaces in a name', () => {
  expect(cleanText('note', ' a\u00a0  b ')).toBe('a\u00a0  b')
  expect(cleanText('name', ' a\u00a0  b\u3000c ')).toBe('a b c')
  expect(cleanText('name', 'a\u2028\tb')).toBe('a\u2028\tb')
})

test('a document has lines, the first of which may be indented', () => {
  expect(cleanText('document', ' \r\n\n\t- a\r  b \n\n')).toBe('\t- a\n  b')
  expect(textFault('document', '\t- a\n  b', 10)).toBe(null)
  expect(textFault('document', 'a\u0007b', 10)).toBe('unprintable')
  expect(textFault('document', 'é'.repeat(10), 10, 19)).toBe('too-heavy')
  expect(textFault('document', 'é'.repeat(10), 10, 20)).toBe(null)
})

test.each([
  ['letters', 'a', 200],
  ['an accent beside its letter', 'x\u0301', 200],
  ['a family', '👨‍👩‍👧', 80],
  ['a flag', '🇨🇿', 200],
  ['a syllable of Hindi', 'कि', 100],
] as const)('%s: characters are counted as people see them', (_, one, times) => {
  const text = one.repeat(times)
  expect(isLonger(text, times)).toBe(false)
  expect(isLonger(text, times - 1)).toBe(true)
  expect(textFault('note', text, 200)).toBe(null)
})

test('no more of a text is read than decides', () => {
  const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment')
  expect(textFault('note', 'x'.repeat(2_000_000), 10)).toBe('too-long')
  expect(textFault('note', `x${'\u0332'.repeat(2_000_000)}`, 10)).toBe('too-heavy')
  for (const [text] of segment.mock.calls) expect(text.length).toBeLessThanOrEqual(80)
  expect(segment).toHaveBeenCalledTimes(2)
  segment.mockRestore()
})

test('the bytes of a text are bounded too', () => {
  const stacked = (marks: number) => `o${'\u0332'.repeat(marks)}`
  expect(bytesMaxOf(10)).toBe(80)
  expect(textFault('name', stacked(39), 10)).toBe(null)
  expect(textFault('name', stacked(40), 10)).toBe('too-heavy')
  expect(textFault('name', '🇨🇿'.repeat(10), 10)).toBe(null)
})

test.each([
  '\u200e',
  '\u200f',
  '\u061c',
  '\u202a',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u2028',
  '\u2029',
])('%j is unfit for a name, and a note may have it', mark => {
  expect(textFault('name', `a${mark}b`, 10)).toBe('unprintable')
  expect(textFault('note', `a${mark}b`, 10)).toBe(null)
})

test.each(['\u0000', '\n', '\u009b', '\ud83d', '\uffff'])('no text has %j', unfit => {
  expect(textFault('name', `a${unfit}b`, 10)).toBe('unprintable')
  expect(textFault('note', `a${unfit}b`, 10)).toBe('unprintable')
})

test.each([
  ...['\u200b', '\u2060', '\u3164', '\u115f', '\uffa0', '\u2800', '\u00ad', '\u034f', '\ufe0f'],
  ...['\u180e', '\ufeff', '\u{e0041}', '\u0301', ' \u200b\u2800 ', ''],
])('there is nothing to see in %j', blank => {
  expect(isVisible(blank)).toBe(false)
  expect(isVisible(`${blank}a`)).toBe(true)
  if (blank) expect(textFault('name', blank, 10)).toBe('invisible')
})

test.each(['می\u200cخواهم', 'क्\u200dष', '👩\u200d💻', '❤\ufe0f', '1', '★', 'Ⅷ', '김'])(
  '%s is a name',
  name => {
    expect(textFault('name', name, 10)).toBe(null)
  },
)
