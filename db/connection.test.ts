import { expect, test } from 'vitest'
import { connectionOptions } from './connection'

test('a client reconnects soon after its server is back, however many attempts have failed', () => {
  const { backoff } = connectionOptions('postgres:///daybook?host=/tmp&user=daybook')
  const waits = [1, 10, 1000].map(attempt => typeof backoff === 'function' && backoff(attempt))
  expect(waits).toEqual([0.1, 0.1, 0.1])
})
