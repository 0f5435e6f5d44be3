import { expect, test } from 'vitest'
import { readLogSettings } from './log-settings.mjs'
import { createSink, type WriteBytes } from './sink'

/** A file that takes what the test lets it take. */
function openFile() {
  const taken: string[] = []
  const waiting: { bytes: Uint8Array; done: Parameters<WriteBytes>[1] }[] = []
  const write: WriteBytes = (bytes, done) => void waiting.push({ bytes, done })
  const answer = (error: string | null, most = Number.POSITIVE_INFINITY) => {
    const next = waiting.shift()
    if (!next) throw new Error('Nothing is being written')
    const written = Math.min(most, next.bytes.length)
    if (error === null) taken.push(Buffer.from(next.bytes.subarray(0, written)).toString())
    next.done(error === null ? null : Object.assign(new Error(error), { code: error }), written)
  }
  const later: (() => void)[] = []
  const sink = createSink(1, write, work => void later.push(work))
  return {
    ...{ sink, taken, waiting, answer, later },
    /** Lets a moment pass. */
    pass: () => later.shift()?.(),
  }
}

test('lines that come within a moment, or while others are being written, are written together', () => {
  const { sink, taken, waiting, answer, later, pass } = openFile()
  sink.write('1\n')
  sink.write('2\n')
  expect(waiting).toEqual([])
  pass()
  sink.write('3\n')
  sink.write('4\n')
  answer(null, 1)
  answer(null)
  pass()
  answer(null)
  expect(taken).toEqual(['1', '\n2\n', '3\n4\n'])
  expect([waiting, later]).toEqual([[], []])
  sink.write('5\n')
  pass()
  answer(null)
  expect(taken.at(-1)).toBe('5\n')
})

test('many lines are not gathered, but written as soon as they can be', () => {
  const { sink, taken, answer, later, pass } = openFile()
  const line = `${'x'.repeat(999)}\n`
  for (let n = 0; n < 200; n++) sink.write(line)
  pass()
  for (let n = 0; n < 3; n++) answer(null)
  expect(later).toHaveLength(1)
  expect(taken.map(text => text.length)).toEqual([64_000, 64_000, 64_000])
})

test.each(['EPIPE', 'ENOSPC', 'EIO'])('%s loses lines, which are counted and told', code => {
  const { sink, taken, answer, pass } = openFile()
  sink.write('1\n')
  pass()
  sink.write('2\n')
  sink.write('3\n')
  answer(code)
  pass()
  answer(code)
  expect(sink.lost()).toBe(3)
  sink.write('4\n')
  pass()
  answer(null)
  const [told = '', line] = taken.join('').split('\n')
  expect(JSON.parse(told)).toMatchObject({ level: 'warn', lost: 3 })
  expect(line).toBe('4')
  sink.write('5\n')
  pass()
  answer(null)
  expect(taken[1]).toBe('5\n')
})

test('a reader that hangs costs bounded memory', () => {
  const { sink, answer, pass } = openFile()
  const line = `${'x'.repeat(999)}\n`
  sink.write(line)
  pass()
  for (let n = 0; n < 10_000; n++) sink.write(line)
  expect(sink.lost()).toBeGreaterThan(1_000)
  expect(sink.lost()).toBeLessThan(2_100)
  answer(null)
})

test('an unknown level or format is refused with a sentence', () => {
  expect(readLogSettings({}, true)).toEqual({ level: 'info', format: 'pretty' })
  expect(readLogSettings({ LOG_LEVEL: '', LOG_FORMAT: 'json' }, true).format).toBe('json')
  expect(() => readLogSettings({ LOG_LEVEL: 'loud' })).toThrow(
    'LOG_LEVEL is “loud”. It must be one of trace, debug, info, warn, error, fatal, silent.',
  )
  expect(() => readLogSettings({ LOG_FORMAT: 'xml' })).toThrow(/LOG_FORMAT is “xml”/)
})
