import { expect, test, vi } from 'vitest'
import { logFailure } from './log'
import { plainLines } from './plain-output'

test('output keeps its lines, and its control characters are escaped', () => {
  expect(plainLines('Error: "\u001b[2Jx\u0000\u009b"\n\tat y\r\n\u202ez')).toBe(
    'Error: "\\u001b[2Jx\\u0000\\u009b"\n\tat y\\u000d\n\\u202ez',
  )
})

test('a failure is one line of the log, whatever the input', () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    logFailure('GET /x\u2028y failed', new Error('no “\u0085\u202e\u009b31m\n{"level":"info"}”'))
    const line = String(print.mock.calls[0]?.[0])
    expect(line).not.toMatch(/[\p{Cc}\p{Zl}\u202e]/u)
    expect(JSON.parse(line)).toMatchObject({
      what: 'GET /x\u2028y failed',
      message: 'no “\u0085\u202e\u009b31m\n{"level":"info"}”',
    })
  } finally {
    print.mockRestore()
  }
})
