import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { accountQuery } from './accounts'

/**
 * Asks for an account and its events anew when the bank says that it has moved on, whoever moved
 * it. Only while the page can be seen: a browser has few connections, and hidden pages need none.
 */
export function useLiveAccount(id: string): void {
  const client = useQueryClient()
  useEffect(() => {
    let source: EventSource | null = null
    const onVersion = ({ data }: MessageEvent<string>) => {
      const known = client.getQueryData(accountQuery(id).queryKey)?.version ?? 0
      if (Number(data) > known) void client.invalidateQueries({ queryKey: ['accounts', 'one', id] })
    }
    const onVisibility = () => {
      source?.close()
      source = null
      if (document.visibilityState === 'hidden') return
      source = new EventSource(`/api/accounts/${id}/live`)
      source.addEventListener('version', onVersion)
    }
    onVisibility()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      source?.close()
      document.removeEventListener('visibilitychange', onVisibility)
    }
  }, [client, id])
}
