import type postgres from 'postgres'
import { afterAll, vi } from 'vitest'

/**
 * Before each file that uses a database: checks every statement that the file makes the program
 * send, and fails the file for one that a hash-distributed PostgreSQL can't run. Statements of the
 * test itself are exempt: tests do what the program must not do.
 */
vi.mock('postgres', async importOriginal => {
  const original = await importOriginal<{ default: typeof postgres }>()
  const { default: connect } = original
  // With `debug` the driver records where each statement was made.
  const recording = (options: object) => connect({ debug: () => {}, ...options })
  return { ...original, default: Object.assign(recording, connect) }
})

const { forgetFaults, recorded } = await import('./record-sql')
await forgetBank()
forgetFaults()

afterAll(() => {
  const { faults } = recorded()
  if (faults.length === 0) return
  throw new Error(
    `The program sent what a distributed PostgreSQL can’t run:\n\n${faults.join('\n\n')}`,
  )
})

/** Forgets what the program keeps once for each process, and closes a bank that was opened again. */
async function forgetBank(): Promise<void> {
  const kept = globalThis as unknown as Record<string, { close?: () => Promise<void> } | undefined>
  await kept.daybookBank?.close?.()
  for (const name of Object.keys(kept)) if (name.startsWith('daybook')) delete kept[name]
}
