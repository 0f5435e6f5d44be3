import { expect, test } from 'vitest'
import { clockFault } from './clock'

test('clocks may differ by ten seconds; more is told, with its direction', () => {
  for (const skewMs of [0, 10_000, -10_000])
    expect(clockFault(1_000_000, 1_000_000 + skewMs)).toBe(null)
  expect(clockFault(0, 7_200_000)).toBe('This server’s clock is 7200 s ahead of the database’s.')
  expect(clockFault(11_000, 0)).toBe('This server’s clock is 11 s behind the database’s.')
})
