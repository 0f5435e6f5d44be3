import type postgres from 'postgres'
import { afterAll, inject, vi } from 'vitest'
import { faultsOf } from './dialect-rules'

/**
 * Before each file of the `db` project: everything that the file makes the program send is looked
 * at, and what a hash-distributed PostgreSQL cannot run fails the file. A statement that a test
 * itself writes is not: tests plant what the program must not do.
 */
vi.mock('postgres', async importOriginal => {
  const original = await importOriginal<{ default: typeof postgres }>()
  const { default: connect } = original
  // With `debug` the driver keeps where each statement was made.
  const recording = (options: object) => connect({ debug: () => {}, ...options })
  return { ...original, default: Object.assign(recording, connect) }
})

const { openSql } = await import('../connection')
const volatile = new Set(inject('testServer').volatileFunctions)
const faults = new Map<string, string>()
let statements = 0
let listening: Sent[] | null = null

/** A statement that the program has sent, and its parameters as they were given. */
export type Sent = { readonly text: string; readonly values: readonly unknown[] }

/** What the driver makes of a statement, of which its types tell the outside less. */
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

function inspect({ statement, parameters = [], origin }: Query): void {
  if (!statement) return
  statements++
  if (!isBackground(origin, statement.string)) {
    listening?.push({ text: statement.string, values: [...parameters] })
  }
  const found = faultsOf({ text: statement.string, values: parameters }, volatile)
  if (found.length === 0 || isAllowed(origin, statement.string)) return
  faults.set(statement.string, `${found.join(', ')}\n${statement.string}\n${origin}`)
}

/** What the feed of this process does by itself, the driver asks, and transactions begin and end with. */
function isBackground(origin: string, text: string): boolean {
  // Of what is awaited from Drizzle's query builder the stack does not tell the room.
  const ofFeed = /"(feed|outbox|sequencer|subscriptions|parked_events)"/.test(text)
  return ofFeed || origin.includes('/db/feed/') || /^\s*(begin|commit)\b|\bpg_catalog\b/.test(text)
}

/** The only one that may: migrations, which are let in one by one. */
function isAllowed(origin: string, text: string): boolean {
  const [caller = ''] =
    origin.match(/[^\s(]*\/(?:db|app|domain)\/(?!testing\/record-sql|query\.ts)[^\s:)]+/) ?? []
  if (/\.test\.ts$|\/testing\//.test(caller)) return true
  return caller.endsWith('/db/migrate.ts') || /__drizzle_migrations/.test(text)
}

/** How many statements have been looked at in this file, and what was wrong with them. */
export function recorded() {
  return { statements, faults: [...faults.values()] }
}

/** What the program asks for `work`, while that is done, in the order in which it was answered. */
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

afterAll(() => {
  if (faults.size === 0) return
  throw new Error(
    `The program sent what a distributed PostgreSQL can’t run:\n\n${[...faults.values()].join(
      '\n\n',
    )}`,
  )
})
