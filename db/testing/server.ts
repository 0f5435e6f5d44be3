import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { migrate } from '@/db/migrate'
import { onServer, urlOfDatabase } from './server-url'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server under test, as a superuser, and the migrated database to copy from. */
    testServer: { url: string; template: string }
  }
}

/** Migrates one template database before the tests of the `db` project, and drops it after them. */
export default async function setUpServer(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_SERVER_URL
  if (url === undefined) {
    throw new Error('These tests need a PostgreSQL. `npm run test:db` starts one for them.')
  }
  const template = `daybook_template_${randomBytes(4).toString('hex')}`
  await onServer(url, sql => sql`create database ${sql(template)}`)
  await migrate(urlOfDatabase(url, template))
  project.provide('testServer', { url, template })
  return () => onServer(url, sql => sql`drop database if exists ${sql(template)} with (force)`)
}
