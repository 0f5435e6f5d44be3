import { expect, test } from 'vitest'
import { hearLog } from '@/app/_server/testing/log-lines'
import { logFailure } from './log'
import { logConsole, plainLines } from './plain-output'

function linesDuring(work: () => void): string[] {
  const { lines, stop } = hearLog()
  try {
    work()
  } finally {
    stop()
  }
  return lines
}

test('output keeps its lines, and its control characters are escaped', () => {
  expect(plainLines('Error: "\u001b[2Jx\u0000\u009b"\n\tat y\r\n\u202ez')).toBe(
    'Error: "\\u001b[2Jx\\u0000\\u009b"\n\tat y\\u000d\n\\u202ez',
  )
})

test('a failure is one line of the log, whatever the input', () => {
  const error = new Error('no “\u0085\u202e\u009b31m\n{"level":"info"}”')
  const [line = '', ...others] = linesDuring(() => logFailure('GET /x\u2028y failed', error))
  expect(others).toEqual([])
  expect(line.endsWith('\n')).toBe(true)
  expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\u202e]/u)
  expect(JSON.parse(line)).toMatchObject({
    level: 'error',
    what: 'GET /x\u2028y failed',
    message: 'no “\u0085\u202e\u009b31m\n{"level":"info"}”',
    stack: expect.stringContaining('plain-output.test.ts'),
  })
})

test('values that PostgreSQL and V8 quote in their messages are not logged', () => {
  const coded = Object.assign(new Error('invalid input syntax for type uuid: "Jana"'), {
    code: '22P02',
    detail: 'Jana',
  })
  const json = (() => {
    try {
      return JSON.parse('Jana "secret"')
    } catch (error) {
      return error
    }
  })()
  const lines = linesDuring(() => {
    logFailure('One', coded)
    logFailure('Two', json)
  })
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).not.toMatch(/Jana|secret/)
})

test('what frameworks print is a line each, and tells nothing of objects', () => {
  const target = { ...console }
  logConsole(target)
  const error = Object.assign(new Error('broken'), { detail: 'Key (email)=(jana@example.com)' })
  const lines = linesDuring(() => {
    target.error(' ⨯', error, { digest: '1', note: 'jana' })
    target.warn('two\nlines of %s', 'text', { name: 'jana' })
  })
  expect(lines.map(line => JSON.parse(line))).toMatchObject([
    { level: 'error', what: 'An error was printed', message: 'broken' },
    { level: 'warn', what: 'two\nlines of text [object]' },
  ])
  for (const line of lines) expect(line).not.toContain('jana')
})
