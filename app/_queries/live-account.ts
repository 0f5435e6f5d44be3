import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { accountQuery, eventsQuery } from './accounts'
import { useDoorbell } from './doorbell'

/** Refetches an account and its events when the account has a new event, whoever caused it. */
export function useLiveAccount(id: string): void {
  const client = useQueryClient()
  useDoorbell(`/api/accounts/${id}/live`, 'version', version => {
    if (version === null || Number(version) > cachedVersion(client, id)) {
      void client.invalidateQueries({ queryKey: ['accounts', 'one', id] })
    }
  })
}

/**
 * The version up to which the whole cache is current. The account and its events are two requests:
 * after a commit between them the events are one version behind.
 */
export function cachedVersion(client: QueryClient, id: string): number {
  const account = client.getQueryData(accountQuery(id).queryKey)?.version ?? 0
  const events = client.getQueryData(eventsQuery(id).queryKey)?.pages[0]?.items[0]?.version
  return Math.min(account, events ?? account)
}
