import 'server-only'

/**
 * Reads by key; what is asked for in one turn of the event loop is read at once, each key only once.
 * A read begins after it was asked for, so that its answer is never older than the question.
 * @param readAll finds what there is; when it fails, all who asked in that turn hear of it
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
