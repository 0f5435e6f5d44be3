import { inject } from 'vitest'
import { openSql } from '../connection'
import { faultsOf } from './dialect-rules'

const volatile = new Set(inject('testServer').volatileFunctions)
const faults = new Map<string, string>()
let statements = 0
let listening: Sent[] | null = null

/** A statement that the program has sent, with its parameters. */
export type Sent = { readonly text: string; readonly values: readonly unknown[] }

/** The driver's representation of a statement, which its types only partly describe. */
type Query = Promise<unknown> & {
  readonly origin: string
  readonly executed: boolean
  readonly parameters?: readonly unknown[]
  readonly statement: { readonly string: string } | null
  readonly handle: () => Promise<void>
}

const idle = openSql('postgres://nobody@localhost/nothing')
const prototype = Object.getPrototypeOf(idle`select`) as { handle: Query['handle'] }
const { handle } = prototype
prototype.handle = function (this: Query) {
  if (!this.executed) {
    const look = () => inspect(this)
    Promise.prototype.then.call(this, look, look)
  }
  return handle.call(this)
}

function inspect(query: Query): void {
  const { statement, parameters = [] } = query
  if (!statement) return
  statements++
  if (listening !== null && !isBackground(query.origin, statement.string)) {
    listening.push({ text: statement.string, values: [...parameters] })
  }
  const found = faultsOf({ text: statement.string, values: parameters }, volatile)
  if (found.length === 0) return
  // Only now: to write down where a statement was made takes longer than to look at it.
  const { origin } = query
  if (isAllowed(origin, statement.string)) return
  faults.set(statement.string, `${found.join(', ')}\n${statement.string}\n${origin}`)
}

/** Statements of this process's feed and access log, of the driver, and of transaction control. */
function isBackground(origin: string, text: string): boolean {
  // Awaited Drizzle queries have no caller on their stack.
  const ofLoops = /"(feed|outbox|sequencer|subscriptions|parked_events|epochs|access_log)"/.test(
    text,
  )
  return (
    ofLoops ||
    text.includes('prune_access_log') ||
    origin.includes('/db/feed/') ||
    /^\s*(begin|commit)\b|\bpg_catalog\b/.test(text)
  )
}

/** The exceptions: tests, and migrations, which run one at a time. */
function isAllowed(origin: string, text: string): boolean {
  const [caller = ''] =
    origin.match(/[^\s(]*\/(?:db|app|domain)\/(?!testing\/record-sql|query\.ts)[^\s:)]+/) ?? []
  if (/\.test\.ts$|\/testing\//.test(caller)) return true
  return caller.endsWith('/db/migrate.ts') || /__drizzle_migrations/.test(text)
}

/** The number of statements checked so far, and the faults of this file. */
export function recorded() {
  return { statements, faults: [...faults.values()] }
}

/** Begins another file. */
export function forgetFaults(): void {
  faults.clear()
}

/** The program's statements during `work`, in the order of their answers. */
export async function sentDuring(work: () => Promise<unknown>): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  listening = sent
  try {
    await work()
    return sent
  } finally {
    listening = null
  }
}
