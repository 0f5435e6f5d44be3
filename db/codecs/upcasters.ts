type Data = Readonly<Record<string, unknown>>

/** From one schema version of an event type to the next; the index is the older version less one. */
const UPCASTERS: Readonly<Record<string, readonly ((data: Data) => Data)[]>> = {
  AccountCreated: [
    // 1 -> 2: accounts came to have a reference in another book and a customer who operates them.
    data => ({ ...data, reference: null, customerId: null }),
  ],
}

/**
 * Brings the stored data of an event from an older schema version to the present one, on reading
 * only: the log itself is never rewritten. `golden/` has an event of every version there ever was.
 */
export function upcastEvent(type: string, schemaVersion: number, data: unknown): unknown {
  const steps = Object.hasOwn(UPCASTERS, type) ? (UPCASTERS[type] ?? []) : []
  return steps.slice(schemaVersion - 1).reduce((at, step) => step(at), data as Data)
}
