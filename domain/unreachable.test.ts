import { expect, test } from 'vitest'
import { unreachable } from './unreachable'

test('what the compiler held for impossible is told with its value', () =>
  expect(() => unreachable({ type: 'New' } as never)).toThrow(
    new TypeError('Unreachable: {"type":"New"}'),
  ))
