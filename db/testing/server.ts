import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { migrate } from '@/db/migrate'
import { onServer, urlOfDatabase } from './server-url'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server under test, as a superuser, and the migrated database to copy from. */
    testServer: { url: string; template: string; volatileFunctions: string[] }
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
  project.provide('testServer', { url, template, volatileFunctions: await listVolatile(url) })
  return () => onServer(url, sql => sql`drop database if exists ${sql(template)} with (force)`)
}

/** The volatile functions, for the rules of the dialect. */
async function listVolatile(url: string): Promise<string[]> {
  let names: string[] = []
  await onServer(url, async sql => {
    const rows = await sql<{ proname: string }[]>`
      select proname from pg_proc group by 1 having bool_and(provolatile = 'v')`
    names = rows.map(({ proname }) => proname)
  })
  return names
}
