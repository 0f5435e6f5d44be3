import 'server-only'

/**
 * Batches reads by key: requests in one turn of the event loop share one query, each key once, and
 * while `most` queries are under way, all that come share the next one. So the busier the process is,
 * the fewer queries a request costs. A read starts after it was requested, so that no result is stale.
 * @param readAll reads all keys, within a deadline; when it fails, every request of that turn fails
 */
export function gather<Key, Value>(
  readAll: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
  most = 2,
): (key: Key) => Promise<Value | null> {
  let next: { keys: Set<Key>; found: Promise<ReadonlyMap<Key, Value>> } | null = null
  let reading = 0
  let wake = () => {}

  async function turn(): Promise<void> {
    await new Promise<void>(resolve => setImmediate(resolve))
    if (reading === most) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  }

  async function read(keys: ReadonlySet<Key>): Promise<ReadonlyMap<Key, Value>> {
    await turn()
    next = null
    reading++
    try {
      return await readAll([...keys])
    } finally {
      reading--
      wake()
    }
  }

  function begin() {
    const keys = new Set<Key>()
    return { keys, found: read(keys) }
  }

  return async key => {
    next ??= begin()
    next.keys.add(key)
    return (await next.found).get(key) ?? null
  }
}
