import { QueryClient } from '@tanstack/react-query'

const isServer = typeof window === 'undefined'

/** How long an answer counts as fresh, in milliseconds. */
const STALE_AFTER_MS = 10_000

let browserClient: QueryClient | undefined

/** On the server a new client for each render, in a browser one for the life of the page. */
export function queryClient(): QueryClient {
  if (isServer) return newClient()
  browserClient ??= newClient()
  return browserClient
}

function newClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: STALE_AFTER_MS, retry: retryOnce } },
  })
}

function retryOnce(failures: number, error: Error): boolean {
  const refused = 'status' in error && typeof error.status === 'number' && error.status < 500
  return !isServer && !refused && failures < 1
}
