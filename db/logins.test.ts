import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asApplication, asArchivist, openSql, type Sql } from './connection'
import { openDatabase } from './embedded/cluster.mjs'
import { layOut } from './embedded/layout.mjs'
import { makeFolder, openThrowAway, type ThrowAway } from './embedded/throw-away.mjs'
import { APP_LOGIN, ARCHIVIST_LOGIN } from './logins.mjs'
import { migrate } from './migrate'
import { urlOfDatabase } from './testing/server-url'

/** How a server rejects a login without a password, or with a wrong one. */
const REFUSED = { code: '28P01' }

const run = promisify(execFile)
const ROLES = fileURLToPath(new URL('tools/roles.mjs', import.meta.url))

/** Opens a client for one task. */
async function within<T>(url: string, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = openSql(url, { max: 1 })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

const whoami = (url: string) =>
  within(url, async sql => (await sql`select session_user as name`)[0]?.name)

function withPassword(url: string, password: string | null): string {
  const changed = new URL(url)
  changed.searchParams.delete('password')
  if (password !== null) changed.searchParams.set('password', password)
  return changed.href
}

describe('on a server whose owner may not create logins', () => {
  let server: ThrowAway
  let clerk: string

  beforeAll(async () => {
    server = await openThrowAway()
    const password = randomBytes(9).toString('hex')
    await within(server.url, async sql => {
      await sql.unsafe(`create role clerk login password '${password}'`)
      await sql`create database bank owner clerk`
    })
    const url = new URL(withPassword(urlOfDatabase(server.url, 'bank'), password))
    url.searchParams.set('user', 'clerk')
    clerk = url.href
  })
  afterAll(() => server.close())

  test('an error asks for the logins', async () => {
    await expect(migrate(clerk)).rejects.toThrow(
      /can’t create\. Ask the server’s administrator to run what npm run db:roles prints/,
    )
  })

  test('db:roles prints SQL that creates them and can be repeated', async () => {
    const env = { ...process.env, DATABASE_URL: clerk }
    const { stdout } = await run(process.execPath, [ROLES], { env })
    expect(stdout).not.toContain(new URL(asApplication(clerk)).searchParams.get('password'))
    for (const _ of [1, 2]) {
      await within(urlOfDatabase(server.url, 'bank'), sql => sql.unsafe(stdout))
    }
    await migrate(clerk)
    await migrate(clerk)
    expect(await whoami(asApplication(clerk))).toBe(APP_LOGIN)
    expect(await whoami(asArchivist(clerk))).toBe(ARCHIVIST_LOGIN)
    await within(asApplication(clerk), async sql => {
      expect(await sql`select from events`).toHaveLength(0)
      await expect(sql.unsafe('create temporary table mine ()')).rejects.toThrow()
    })
  })

  test('without DATABASE_URL db:roles asks for it', async () => {
    const { DATABASE_URL: _, ...env } = process.env
    await expect(run(process.execPath, [ROLES], { env })).rejects.toThrow(/DATABASE_URL=postgres/)
  })

  test.each([
    ['createrole', /attributes such as SUPERUSER/],
    ['superuser', /attributes such as SUPERUSER/],
    ['', /is a member of clerk/],
  ])('a web login with more power is refused: %s', async (attribute, sentence) => {
    const [give, take] =
      attribute === ''
        ? ['grant clerk to daybook_app', 'revoke clerk from daybook_app']
        : [`alter role daybook_app ${attribute}`, `alter role daybook_app no${attribute}`]
    await within(server.url, sql => sql.unsafe(give))
    await expect(migrate(clerk)).rejects.toThrow(sentence)
    await within(server.url, sql => sql.unsafe(take))
    await migrate(clerk)
  })

  test('another password of the owner changes those of the logins', async () => {
    await within(server.url, sql => sql.unsafe("alter role clerk createrole password 'other'"))
    await within(server.url, sql =>
      sql.unsafe(`grant ${APP_LOGIN}, ${ARCHIVIST_LOGIN} to clerk with admin option`),
    )
    const changed = withPassword(clerk, 'other')
    expect(asApplication(changed)).not.toBe(asApplication(clerk))
    await migrate(changed)
    expect(await whoami(asApplication(changed))).toBe(APP_LOGIN)
    await expect(whoami(asApplication(clerk))).rejects.toMatchObject(REFUSED)
  })
})

describe('on the embedded database', () => {
  const { DATABASE_URL: named } = process.env
  beforeAll(() => {
    delete process.env.DATABASE_URL
  })
  afterAll(() => {
    if (named !== undefined) process.env.DATABASE_URL = named
  })

  test('everybody needs a password, also in a cluster that required none', async () => {
    const data = makeFolder()
    const places = layOut(data)
    const first = await openDatabase({ data })
    for (const user of ['daybook', APP_LOGIN, 'postgres']) {
      for (const password of [null, '', 'daybook']) {
        const url = new URL(withPassword(first.url, password))
        url.searchParams.set('user', user)
        await expect(whoami(url.href), user).rejects.toThrow()
      }
    }
    await migrate(first.url)
    expect(await whoami(asApplication(first.url))).toBe(APP_LOGIN)
    expect(statSync(places.password).mode & 0o077).toBe(0)
    await first.close()

    // As an earlier version made it, with remains of a password that was never set.
    rmSync(places.password)
    writeFileSync(join(places.cluster, 'pg_hba.conf'), 'local all all trust\n')
    const second = await openDatabase({ data })
    expect(second.url).not.toBe(first.url)
    await expect(whoami(first.url)).rejects.toMatchObject(REFUSED)
    await migrate(second.url)
    expect(await whoami(asApplication(second.url))).toBe(APP_LOGIN)
    expect(readFileSync(join(places.cluster, 'pg_hba.conf'), 'utf8')).not.toContain('trust')
    await second.close()
    rmSync(data, { recursive: true, force: true })
  })
})
