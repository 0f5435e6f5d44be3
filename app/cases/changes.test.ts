import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changesBetween, isUnsettled, linesWritten, mergeTexts } from './changes'

const line = fc.constantFrom('', 'She called.', 'He wrote.', '- item', 'Žluťoučký kůň', '=======')
const text = fc.array(line, { minLength: 1, maxLength: 12 }).map(lines => lines.join('\n'))

describe('the difference of two texts', () => {
  test('is told by words', () => {
    expect(changesBetween('She called twice.', 'She wrote twice.')).toEqual([
      { text: 'She ', in: 'both' },
      { text: 'called', in: 'before' },
      { text: 'wrote', in: 'after' },
      { text: ' twice.', in: 'both' },
    ])
  })

  test('has both texts in it', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = changesBetween(before, after)
        const of = (side: 'before' | 'after') =>
          pieces.flatMap(one => (one.in === 'both' || one.in === side ? one.text : [])).join('')
        expect([of('before'), of('after')]).toEqual([before, after])
      }),
    )
  })

  test('is the whole of two texts that have nothing in common', () => {
    const of = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word}${n}`).join(' ')
    expect(changesBetween(of('a'), of('b')).map(one => one.in)).toEqual(['before', 'after'])
  })
})

describe('who wrote which line', () => {
  const versions = (...texts: string[]) => texts.map((one, at) => ({ version: at + 1, text: one }))

  test('is told by the version that has the line first', () => {
    expect(linesWritten(versions('a\nb\nc', 'a\nB\nc', 'x\na\nB\nc\ny'))).toEqual([
      { text: 'x', version: 3 },
      { text: 'a', version: 1 },
      { text: 'B', version: 2 },
      { text: 'c', version: 1 },
      { text: 'y', version: 3 },
    ])
  })

  test('tells of each line of the newest text', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), texts => {
        const lines = linesWritten(versions(...texts))
        expect(lines.map(one => one.text).join('\n')).toBe(texts.at(-1))
        for (const { text: words, version } of lines) {
          expect(texts[version - 1]?.split('\n')).toContain(words)
        }
      }),
    )
  })
})

describe('two texts that were made of one', () => {
  const base = 'one\ntwo\nthree\nfour\nfive'

  test('are merged where only one of them changed', () => {
    const mine = 'ONE\ntwo\nthree\nfour\nfive'
    const theirs = 'one\ntwo\nthree\nfour\nfive\nsix'
    expect(mergeTexts({ mine, base, theirs }, 7)).toEqual({
      text: 'ONE\ntwo\nthree\nfour\nfive\nsix',
      conflicts: 0,
    })
  })

  test('have both where both changed, between marks', () => {
    const merged = mergeTexts(
      { mine: base.replace('three', 'mine'), base, theirs: base.replace('three', 'theirs') },
      7,
    )
    expect(merged).toEqual({
      text: 'one\ntwo\n<<<<<<< Yours\nmine\n=======\ntheirs\n>>>>>>> Version 7\nfour\nfive',
      conflicts: 1,
    })
    expect(isUnsettled(merged.text)).toBe(true)
    expect(isUnsettled('A title\n=======\n<<<<<<<')).toBe(false)
  })

  test('lose nothing that was typed', () => {
    fc.assert(
      fc.property(text, text, text, (mine, old, theirs) => {
        const merged = mergeTexts({ mine, base: old, theirs }, 2)
        if (mine === old) expect(merged).toEqual({ text: theirs, conflicts: 0 })
        if (theirs === old) expect(merged).toEqual({ text: mine, conflicts: 0 })
        const had = new Set(old.split('\n'))
        for (const words of mine.split('\n')) {
          if (!had.has(words)) expect(merged.text.split('\n')).toContain(words)
        }
        expect(isUnsettled(merged.text)).toBe(merged.conflicts > 0)
      }),
    )
  })

  test('that are one line again and again are shown whole, in no time to speak of', () => {
    const lines = (count: number, end: string) => `${'x\n'.repeat(count)}${end}`
    const of = (count: number) =>
      mergeTexts({ mine: lines(count, 'a'), base: lines(count, 'b'), theirs: lines(count, 'c') }, 2)
    expect(of(49_000).text.split('\n')).toHaveLength(2 * 49_001 + 3)
    expect(of(150)).toEqual({
      text: lines(150, '<<<<<<< Yours\na\n=======\nc\n>>>>>>> Version 2'),
      conflicts: 1,
    })
  })
})
