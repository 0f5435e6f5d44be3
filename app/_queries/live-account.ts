import { useQueryClient } from '@tanstack/react-query'
import { accountQuery } from './accounts'
import { useDoorbell } from './doorbell'

/** Asks for an account and its events anew when the bank says that it has moved on, whoever moved it. */
export function useLiveAccount(id: string): void {
  const client = useQueryClient()
  useDoorbell(`/api/accounts/${id}/live`, 'version', version => {
    const known = client.getQueryData(accountQuery(id).queryKey)?.version ?? 0
    if (version === null || Number(version) > known) {
      void client.invalidateQueries({ queryKey: ['accounts', 'one', id] })
    }
  })
}
