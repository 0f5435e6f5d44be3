import { afterEach, expect, test, vi } from 'vitest'
import { createClockWarning } from './clock-warning'

afterEach(() => {
  vi.restoreAllMocks()
})

test('a clock that is behind is logged once per interval, not for each command', () => {
  const lines: string[] = []
  vi.spyOn(console, 'warn').mockImplementation(line => lines.push(line))
  let nowMs = 5
  const warn = createClockWarning(() => nowMs)
  for (let n = 0; n < 1_000; n++, nowMs += 500) warn(7_200_000)
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    what: expect.stringContaining('7200.0 s behind'),
  })
  nowMs += 10 * 60_000
  warn(6_000_000)
  expect(lines).toHaveLength(2)
})
