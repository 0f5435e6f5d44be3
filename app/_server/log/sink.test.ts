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
  return { sink: createSink(1, write), taken, waiting, answer }
}

test('lines that come while one is being written are written together, in their order', () => {
  const { sink, taken, waiting, answer } = openFile()
  for (const line of ['1\n', '2\n', '3\n']) sink.write(line)
  answer(null)
  answer(null, 1)
  answer(null)
  expect(taken).toEqual(['1\n', '2', '\n3\n'])
  expect(waiting).toEqual([])
})

test.each(['EPIPE', 'ENOSPC', 'EIO'])('%s loses lines, which are counted and told', code => {
  const { sink, taken, answer } = openFile()
  sink.write('1\n')
  sink.write('2\n')
  sink.write('3\n')
  answer(code)
  answer(code)
  expect(sink.lost()).toBe(3)
  sink.write('4\n')
  answer(null)
  const [told = '', line] = taken.join('').split('\n')
  expect(JSON.parse(told)).toMatchObject({ level: 'warn', lost: 3 })
  expect(line).toBe('4')
  sink.write('5\n')
  answer(null)
  expect(taken[1]).toBe('5\n')
})

test('a reader that hangs costs bounded memory', () => {
  const { sink, answer } = openFile()
  const line = `${'x'.repeat(999)}\n`
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
