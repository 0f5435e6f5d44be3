import 'server-only'
import { outsideRequests, waitShared } from './deadlines'

type Read = { readonly atMs: number; readonly result: Promise<unknown> }

declare global {
  // By name: Next.js evaluates a module once for each kind of request.
  var daybookReadings: Map<string, Read> | undefined
}

/** What this process reads once for all who ask within a time. What failed is read anew. */
export function sharedReading<Result>(
  name: string,
  freshMs: number,
  read: () => Promise<Result>,
): { now(): Promise<Result>; forget(): void } {
  const forget = () => {
    globalThis.daybookReadings?.delete(name)
  }
  return {
    now() {
      globalThis.daybookReadings ??= new Map()
      const atMs = performance.now()
      const known = globalThis.daybookReadings.get(name)
      if (known && atMs - known.atMs < freshMs) {
        return waitShared(() => known.result as Promise<Result>) // one name, one reading
      }
      const result = outsideRequests(read)
      result.catch(forget)
      globalThis.daybookReadings.set(name, { atMs, result })
      return waitShared(() => result)
    },
    forget,
  }
}
