import { connect, createServer, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionOptions, openSql, type Sql } from '../connection'
import { isOutage } from '../trouble/failures'
import { openThrowAway, type ThrowAway } from './throw-away.mjs'

const KILLS = 20
const WRITERS = 16
const ANSWERS_BETWEEN_KILLS = 100

let server: ThrowAway

beforeAll(async () => {
  server = await openThrowAway()
})
afterAll(() => server.close())

test('a query on a connection that the server has closed fails, and the pool recovers', async () => {
  const sql = openSql(server.url, { max: 1, backoff: false })
  const connection = await sql.reserve()
  await connection`select 1`
  const cut = connection`select pg_sleep(60)`.catch(isOutage)
  await server.kill()
  expect(await cut).toBe(true)
  expect(await connection`select 1`.catch(codeOf)).toBe('CONNECTION_CLOSED')
  expect(await connection`select ${'x'.repeat(2000)}`.catch(codeOf)).toBe('CONNECTION_CLOSED')
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
  await sql.end({ timeout: 1 })
})

test('a query sent right after another has failed fails, and the pool recovers', async () => {
  const relay = await openRelay(server.url)
  const sql = openSql(relay.url, { max: 1, backoff: false })
  await sql`select 1`
  let next: Promise<unknown> = Promise.resolve()
  const cut = sql`select pg_sleep(60)`.catch(error => {
    next = sql`select 2`.catch(codeOf)
    return codeOf(error)
  })
  await relay.awaitQuery()
  relay.reset()
  expect(await cut).toBe('ECONNRESET')
  expect(await next).toBe('CONNECTION_CLOSED')
  // The failed connection is refused until it is closed; then the pool opens another.
  await expect.poll(() => sql`select 3 as three`.catch(codeOf)).toEqual([{ three: 3 }])
  expect(await sql`select 4 as four`).toEqual([{ four: 4 }])
  await sql.end({ timeout: 1 })
  await relay.close()
})

test('the rest of an aborted transaction is not executed in the next one', async () => {
  const sql = openSql(server.url, { max: 1, backoff: false })
  await sql`create table if not exists orphans (id int)`
  const begun = openGate()
  const goOn = openGate()
  const orphaned = openGate()
  let orphan: unknown
  const first = sql.begin(async tx => {
    await tx`select 1`
    begun.open()
    await goOn.opened
    orphan = await tx`insert into orphans values (1)`.then(() => 'executed', codeOf)
    orphaned.open()
  })
  const cut = first.catch(isOutage)
  await begun.opened
  await server.kill()
  expect(await cut).toBe(true)
  const count = await sql.begin(async tx => {
    goOn.open()
    await orphaned.opened
    const [row] = await tx<{ count: number }[]>`select count(*)::int as count from orphans`
    return row?.count
  })
  expect(orphan).toBe('CONNECTION_CLOSED')
  expect(count).toBe(0)
  await sql.end({ timeout: 1 })
})

test(`${KILLS} kills under load leave every query settled and every connection usable`, async () => {
  const sql = openSql(server.url, { max: WRITERS, backoff: false })
  await sql`create table if not exists load (id bigserial primary key, note text)`
  const load = startLoad(sql)
  for (let kill = 0; kill < KILLS; kill++) {
    await load.progress(ANSWERS_BETWEEN_KILLS)
    await server.kill()
  }
  await load.progress(ANSWERS_BETWEEN_KILLS)
  await load.stop()
  expect([...load.codes]).not.toContain('CONNECT_TIMEOUT')
  await useAllAtOnce(sql)
  await sql.end({ timeout: 1 })
})

/** A TCP port in front of a server's socket, whose connections can be reset. */
async function openRelay(url: string) {
  const { path, password } = connectionOptions(url)
  const clients = new Set<Socket>()
  let asked = openGate()
  const relay = createServer(client => {
    const socket = connect(String(path))
    clients.add(client)
    client.on('error', () => socket.destroy()).on('data', () => asked.open())
    client.pipe(socket).on('error', () => client.destroy())
    socket.pipe(client)
  })
  await new Promise<void>(resolve => relay.listen(0, '127.0.0.1', resolve))
  const address = relay.address()
  const port = typeof address === 'object' ? address?.port : null
  return {
    url: `postgres://daybook:${password}@127.0.0.1:${port}/daybook`,
    async awaitQuery() {
      asked = openGate()
      await asked.opened
    },
    reset() {
      for (const client of clients) client.resetAndDestroy()
      clients.clear()
    },
    close: () => new Promise(resolve => relay.close(resolve)),
  }
}

/** As many transactions as the pool has connections; none ends before all have begun. */
async function useAllAtOnce(sql: Sql): Promise<void> {
  const gate = openGate()
  let begun = 0
  const transactions = Array.from({ length: WRITERS }, () =>
    sql.begin(async tx => {
      await tx`select 1`
      begun += 1
      if (begun === WRITERS) gate.open()
      await gate.opened
    }),
  )
  await Promise.all(transactions)
}

function openGate() {
  let open = () => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open: () => open() }
}

/** Transactions of several statements of different sizes, without pauses. */
function startLoad(sql: Sql) {
  const codes = new Set<string>()
  let isStopped = false
  let answers = 0
  async function write(writer: number) {
    while (!isStopped) {
      try {
        await sql.begin(async tx => {
          await tx`insert into load (note) values (${'x'.repeat(writer * 150)})`
          await Promise.all([tx`select 1`, tx`select count(*) from load where id < ${writer}`])
        })
        answers += 1
      } catch (error) {
        codes.add(String(codeOf(error)))
        await turn()
      }
    }
  }
  const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer))
  return {
    codes,
    async progress(count: number) {
      const target = answers + count
      while (answers < target) await turn()
    },
    async stop() {
      isStopped = true
      await Promise.all(writers)
    },
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}
