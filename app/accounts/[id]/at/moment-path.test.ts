import { expect, test } from 'vitest'
import { momentOf, pathAt, pathAtVersion, readVersion } from './moment-path'

test('an address names its moment, and the moment is read from it again', () => {
  expect(pathAtVersion('a', 57)).toBe('/accounts/a/at/v57')
  expect(momentOf('v57', undefined)).toEqual({ version: 57 })
  expect(pathAt('a', '2026-06-30T21:59:59.999Z', 'Europe/Prague')).toBe(
    '/accounts/a/at/2026-06-30T21:59:59.999Z?zone=Europe/Prague',
  )
  expect(momentOf('2026-06-30T21%3A59%3A59.999Z', undefined)).toEqual({
    asOf: '2026-06-30T21:59:59.999Z',
  })
  expect(momentOf('2026-06-30T21:59:59Z', '2026-07-02T00:00:00Z')).toEqual({
    asOf: '2026-06-30T21:59:59Z',
    knownAt: '2026-07-02T00:00:00Z',
  })
})

test.each(['%', '%zz', 'v', 'v1.5', 'v99999999999', '../x'])('%j breaks nothing', segment => {
  expect(momentOf(segment, ['twice'])).toEqual({ asOf: segment })
})

test('the number of an event is one that the account has', () => {
  expect(readVersion(' 3 ', 3)).toEqual({ ok: true, version: 3 })
  for (const text of ['0', '4', '-1', '1.5', 'x', '1e1']) {
    expect(readVersion(text, 3)).toEqual({
      ok: false,
      sentence: 'The events of this account are numbered 1 to 3.',
    })
  }
  expect(readVersion('2', 1)).toMatchObject({ ok: false })
})

test('a zone can’t break out of the address', () => {
  expect(pathAt('a', '2026-06-30T21:59:59.999Z', 'Etc/GMT+1&x=#')).toBe(
    '/accounts/a/at/2026-06-30T21:59:59.999Z?zone=Etc/GMT%2B1%26x%3D%23',
  )
})
