import { describe, expect, test } from 'vitest'
import type { ImportResult } from './import-file'
import { openProgressBar } from './progress-bar'
import { openReport } from './report'

function outputOf(isTTY: boolean) {
  const written: string[] = []
  return { written, output: { isTTY, columns: 80, write: (text: string) => written.push(text) } }
}

const imported: ImportResult = {
  outcome: 'imported',
  malformed: 0,
  rows: 1200,
  accounts: 3,
  order: 'oldest first',
  added: 1200,
  known: 0,
  accountsOpened: 3,
  comparison: { compared: 1200, differing: 0, explained: 0 },
}
const differing = { compared: 1200, differing: 2, explained: 0 }

describe('the outcome', () => {
  test.each<[string, ImportResult, number, RegExp]>([
    ['all well', imported, 0, /Compared 1,200 balances .*: no differences\./],
    ['differences', { ...imported, comparison: differing }, 1, /with the events: 2 differ\./],
    [
      'others wrote',
      { outcome: 'stopped', added: 5, known: 0, accountsOpened: 1 },
      1,
      /^Stopped, because other programs wrote .* Recorded 5 rows and opened 1 accounts/,
    ],
    ['newest first', { ...imported, order: 'newest first' }, 0, /newest first and was read from/],
    ['rows left out', { ...imported, malformed: 2 }, 0, /2 rows are malformed and skipped\./],
    [
      'malformed',
      { outcome: 'refused', malformed: 1, mismatches: 0, order: 'oldest first' },
      1,
      /1 row is malformed, so nothing .* --skip-invalid/,
    ],
    [
      'balances that do not follow',
      { outcome: 'refused', malformed: 0, mismatches: 2, order: 'oldest first' },
      1,
      /2 rows do not match the balance before, so nothing .* Fix the file/,
    ],
    [
      'newest first, where the balances do not follow either',
      { outcome: 'refused', malformed: 0, mismatches: 2, order: 'newest first' },
      1,
      /2 rows do not match .* newest first, so the file was read from its end.* oldest first/,
    ],
    [
      'days that go back',
      { outcome: 'refused', malformed: 0, mismatches: 2, order: 'mixed' },
      1,
      /2 rows do not match .* Some dates go backwards.* oldest first/,
    ],
    [
      'balances that do not follow without what was left out',
      { outcome: 'refused', malformed: 2, mismatches: 1, order: 'oldest first' },
      1,
      /1 row does not match .* 2 rows are malformed and were skipped: the balances may need them/,
    ],
    ['unreadable', { outcome: 'unreadable', sentence: 'It is a folder.' }, 1, /^It is a folder\.$/],
  ])('%s', (_, result, code, sentence) => {
    const { output, written } = outputOf(false)
    expect(openReport(output, false).close(result)).toBe(code)
    expect(written.join('')).toMatch(new RegExp(sentence, 'm'))
  })

  test('a refused file lists its first hundred faults, one with skipped rows lists all', () => {
    for (const [skipInvalid, lines] of [
      [false, 101],
      [true, 250],
    ] as const) {
      const { output, written } = outputOf(false)
      const report = openReport(output, skipInvalid)
      for (let line = 2; line < 252; line++) {
        report.onFault?.({ line, column: 'date', sentence: 'expected a day' })
      }
      expect(written).toHaveLength(lines)
    }
  })
})

describe('the bar', () => {
  test('on a terminal it is one line below what is printed', () => {
    const { output, written } = outputOf(true)
    let nowMs = 0
    const bar = openProgressBar(output, () => nowMs)
    nowMs = 1000
    bar.show('Reading', 0.5, '1 MB')
    nowMs = 1001
    bar.show('Reading', 0.6, '2 MB')
    bar.print('Line 3: no.')
    expect(written).toEqual([
      expect.stringMatching(/^\r.*Reading .*█{15} +▏ 50% {2}1 MB$/),
      expect.stringMatching(/^\r/),
      'Line 3: no.\n',
    ])
  })

  test('elsewhere it is an occasional plain line', () => {
    const { output, written } = outputOf(false)
    let nowMs = 0
    const bar = openProgressBar(output, () => nowMs)
    for (; nowMs <= 10_000; nowMs += 100) bar.show('Reading', null, '1 MB')
    expect(written).toEqual(['Reading, 1 MB\n', 'Reading, 1 MB\n'])
  })
})
