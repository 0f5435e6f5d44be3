import 'server-only'
import type { PendingQuery } from '@/db/connection'

type Pool = { readonly max: number; readonly open: Set<PendingQuery> }

declare global {
  var daybookPools: Map<string, Pool> | undefined
}

/** The watched pools of this process, by name. */
function pools(): Map<string, Pool> {
  globalThis.daybookPools ??= new Map()
  return globalThis.daybookPools
}

/** Watches a client's queries; call what it returns with each one. */
export function watchPool(name: string, max: number): (query: PendingQuery) => void {
  const open = new Set<PendingQuery>()
  pools().set(name, { max, open })
  return query => {
    open.add(query)
    const settle = () => open.delete(query)
    query.then(settle, settle)
  }
}

/** The most connections of each pool. */
export function* poolSizes() {
  for (const [pool, { max }] of pools()) yield [{ pool }, max] as const
}

/** How many queries of each pool have a connection, and how many wait for one. */
export function* poolUse() {
  for (const [pool, { open }] of pools()) {
    let waiting = 0
    for (const { state } of open) if (state === null) waiting++
    yield [{ pool, state: 'running' }, open.size - waiting] as const
    yield [{ pool, state: 'waiting' }, waiting] as const
  }
}
