import { expect, test } from 'vitest'
import { accountStream } from '@/domain/bank-account/account-stream'
import {
  pathAfterEvent,
  pathAt,
  pathAtVersion,
  pathOfSteps,
  pathOfView,
  readVersion,
} from './moment-path'

test('an address names its moment', () => {
  expect(pathAtVersion('a', 57)).toBe('/accounts/a/at/v57')
  expect(pathAt('a', '2026-06-30T21:59:59.999Z', 'Europe/Prague')).toBe(
    '/accounts/a/at/2026-06-30T21:59:59.999Z?zone=Europe/Prague',
  )
})

test('a view of a moment keeps its zone and its recording clock', () => {
  expect(pathOfView('a', { segment: 'v57' }, 'explain')).toBe('/accounts/a/at/v57/explain')
  const instant = '2026-06-30T21:59:59.999Z'
  const moment = { segment: instant, zone: 'Europe/Prague', knownAt: '2026-07-02T10:00:00.000Z' }
  expect(pathOfView('a', moment, 'compare', { with: 'v3', cursor: undefined })).toBe(
    `/accounts/a/at/${instant}/compare?zone=Europe/Prague&knownAt=2026-07-02T10:00:00.000Z&with=v3`,
  )
})

test('the number of an event is one that the account has', () => {
  expect(readVersion(' 3 ', 3)).toEqual({ ok: true, version: 3 })
  for (const text of ['0', '4', '-1', '1.5', 'x', '1e1']) {
    expect(readVersion(text, 3)).toEqual({
      ok: false,
      sentence: 'Enter an event number from 1 to 3.',
    })
  }
  expect(readVersion('2', 1)).toMatchObject({ ok: false })
})

test('a zone can’t break out of the address', () => {
  expect(pathAt('a', '2026-06-30T21:59:59.999Z', 'Etc/GMT+1&x=#')).toBe(
    '/accounts/a/at/2026-06-30T21:59:59.999Z?zone=Etc/GMT%2B1%26x%3D%23',
  )
})

test('a stream of any type has an address for each version', () => {
  const [account, other] = [accountStream('a'), { type: 'Tally', id: 't' }]
  expect([account, other].map(of => pathAfterEvent(of, 5))).toEqual([
    '/accounts/a/at/v5',
    '/streams/t/fold?version=5',
  ])
  expect([account, other].map(of => pathOfSteps(of, 5))).toEqual([
    '/accounts/a/at/v5/fold',
    '/streams/t/fold?version=5',
  ])
})
