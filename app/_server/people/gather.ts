import 'server-only'

/**
 * Batches reads by key: requests in one turn of the event loop share one query, each key once. A
 * read starts after it was requested, so that no result is stale.
 * @param readAll reads all keys; when it fails, every request of that turn fails
 */
export function gather<Key, Value>(
  readAll: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (key: Key) => Promise<Value | null> {
  let next: { keys: Set<Key>; found: Promise<ReadonlyMap<Key, Value>> } | null = null

  function begin() {
    const keys = new Set<Key>()
    const found = new Promise<void>(resolve => setImmediate(resolve)).then(() => {
      next = null
      return readAll([...keys])
    })
    return { keys, found }
  }

  return async key => {
    next ??= begin()
    next.keys.add(key)
    return (await next.found).get(key) ?? null
  }
}
