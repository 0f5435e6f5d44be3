import { expect, test } from 'vitest'
import { fieldsOf } from './changes'

test('every field of a state is listed, with its changes marked', () => {
  const before = { status: 'open', balance: '1.00', note: null, name: null }
  const after = { status: 'open', balance: '2.00', note: null, name: 'null', added: null }
  expect(fieldsOf(before, after)).toEqual([
    { path: 'status', before: 'open', after: 'open', changed: false },
    { path: 'balance', before: '1.00', after: '2.00', changed: true },
    { path: 'note', before: null, after: null, changed: false },
    { path: 'name', before: null, after: 'null', changed: true },
    { path: 'added', before: null, after: null, changed: true },
  ])
})

test('a state of any shape: nested, with lists, with fields added and removed', () => {
  const before = { owners: ['A'], limits: { daily: 5 }, empty: {} }
  const after = { owners: ['A', 'B'], limits: { daily: 6 }, empty: {}, flag: true }
  expect(fieldsOf(before, after).filter(({ changed }) => changed)).toEqual([
    { path: 'limits.daily', before: '5', after: '6', changed: true },
    { path: 'owners.1', before: null, after: 'B', changed: true },
    { path: 'flag', before: null, after: 'true', changed: true },
  ])
  expect(fieldsOf({}, { status: 'none' })).toHaveLength(1)
  const deep = { a: { b: { c: { d: { e: 1 } } } } }
  expect(fieldsOf({}, deep)).toEqual([
    { path: 'a.b.c.d', before: null, after: '{"e":1}', changed: true },
  ])
})
