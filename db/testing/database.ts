import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { onServer, urlOfDatabase } from './server-url'

/** `url` in the form of DATABASE_URL; `drop` also ends the sessions that still use it. */
export type FreshDatabase = { name: string; url: string; drop: () => Promise<void> }

/**
 * Copies the migrated template, or another database without connections: call it in `beforeAll`,
 * and `drop` in `afterAll`.
 */
export async function freshDatabase(
  template = inject('testServer').template,
): Promise<FreshDatabase> {
  const { url } = inject('testServer')
  const name = `daybook_test_${randomBytes(6).toString('hex')}`
  await onServer(url, sql => sql`create database ${sql(name)} template ${sql(template)}`)
  return {
    name,
    url: urlOfDatabase(url, name),
    drop: () => onServer(url, sql => sql`drop database if exists ${sql(name)} with (force)`),
  }
}
