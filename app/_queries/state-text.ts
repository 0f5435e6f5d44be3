import { dehydrate, type QueryClient } from '@tanstack/react-query'

/**
 * The queries of a client for `LiveState`. One text, because React takes the objects among a client
 * component's properties apart and puts them together again, value by value.
 */
export function stateText(client: QueryClient): string {
  return JSON.stringify(dehydrate(client))
}
