import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { AccountJson, EventJson } from '@/app/_wire/types'
import { accountQuery, eventsQuery } from './accounts'
import { cachedVersion } from './live-account'

const account = (version: number) => ({ version }) as AccountJson
const page = (version: number) => ({
  pages: [{ items: [{ version } as EventJson], nextCursor: null }],
  pageParams: [null],
})

test('a cache is as new as the older of the account and its events', () => {
  const client = new QueryClient()
  expect(cachedVersion(client, 'a')).toBe(0)
  client.setQueryData(accountQuery('a').queryKey, account(2))
  expect(cachedVersion(client, 'a')).toBe(2)
  client.setQueryData(eventsQuery('a').queryKey, page(1))
  expect(cachedVersion(client, 'a')).toBe(1)
  client.setQueryData(eventsQuery('a').queryKey, page(3))
  expect(cachedVersion(client, 'a')).toBe(2)
})
