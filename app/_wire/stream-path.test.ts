import { expect, test } from 'vitest'
import { accountStream } from '@/domain/bank-account/account-stream'
import { eventPath, isAccount, streamOf, streamPath } from './stream-path'

test('accounts have pages of their own, all other streams the general ones', () => {
  const [account, other] = [accountStream('a'), { type: 'Tally', id: 't' }]
  expect([account, other].map(isAccount)).toEqual([true, false])
  expect([account, other].map(streamPath)).toEqual(['/accounts/a', '/streams/t'])
  expect(eventPath(account, 3)).toBe('/accounts/a/events/3')
  expect(eventPath(other, 3)).toBe('/streams/t/events/3')
  expect(streamOf({ aggregateType: 'Tally', accountId: 't' })).toEqual(other)
})
