import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectionOptions, type Options, openSql } from '../connection'
import { openThrowAway, type ThrowAway } from '../embedded/throw-away.mjs'
import { boundedOptions, DeadlinePassed, limitQuery, READS } from './bounds'
import { failureCode } from './failures'

const SILENCE_SECONDS = 0.3

let server: ThrowAway
let relay: Awaited<ReturnType<typeof openRelay>>

beforeAll(async () => {
  server = await openThrowAway()
  relay = await openRelay(server.url)
})
afterAll(async () => {
  await relay.close()
  await server.close()
})
beforeEach(() => relay.speak())

const open = (options: Options = {}) =>
  openSql(relay.url, { max: 1, silence_timeout: SILENCE_SECONDS, ...options })

test('a connection that owes an answer and stays silent is dropped, and the pool recovers', async () => {
  const sql = open()
  await sql`select 1`
  relay.fallSilent()
  const both = [sql`select 2`, sql`select 3`].map(query => query.catch(failureCode))
  expect(await Promise.all(both)).toEqual(['CONNECTION_SILENT', 'CONNECTION_SILENT'])
  relay.speak()
  // The connection rejects queries until it is closed; then the pool opens another.
  await expect.poll(() => sql`select 4 as four`.catch(failureCode)).toEqual([{ four: 4 }])
  await sql.end({ timeout: 1 })
})

test('so is a connection that goes silent between two answers', async () => {
  const sql = open()
  await sql`select 1`
  const first = sql`select 2 as two`.then(rows => {
    relay.fallSilent()
    return rows
  })
  const second = sql`select pg_sleep(0.1)`.catch(failureCode)
  expect(await first).toEqual([{ two: 2 }])
  expect(await second).toBe('CONNECTION_SILENT')
  await sql.end({ timeout: 0 })
})

test('silence is allowed when no answer is owed: when idle, and between the reads of a cursor', async () => {
  const sql = open()
  const [before] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  const read: unknown[] = []
  for await (const rows of sql`select n from generate_series(1, 3) as n`.cursor(1)) {
    read.push(...rows)
    if (read.length === 2) await pause(2 * SILENCE_SECONDS)
  }
  expect(read).toHaveLength(3)
  await pause(2 * SILENCE_SECONDS)
  expect(await sql`select pg_backend_pid() as pid`).toEqual([before])
  await sql.end({ timeout: 1 })
})

test('a query whose deadline passes while it waits for a connection is cancelled, and the pool recovers', async () => {
  const sql = open({
    silence_timeout: 0,
    onquery: query => limitQuery(query, isPatient ? 10_000 : 100),
  })
  let isPatient = false
  relay.fallSilent()
  // The first opens the connection, the second waits for it.
  const both = [sql`select 1`, sql`select 2`].map(query => query.catch(failureCode))
  expect(await Promise.all(both)).toEqual(['DEADLINE_PASSED', 'DEADLINE_PASSED'])
  isPatient = true
  relay.speak()
  expect(await sql`select 3 as three`).toEqual([{ three: 3 }])
  expect(await sql.begin(tx => tx`select 4 as four`)).toEqual([{ four: 4 }])
  await sql.end({ timeout: 1 })
})

test('a query without time left is not sent', async () => {
  const sql = open({ onquery: query => limitQuery(query, 0) })
  await expect(sql`select 1`).rejects.toBeInstanceOf(DeadlinePassed)
  await sql.end({ timeout: 1 })
})

test('a server that responds enforces the time-outs of statements and locks', async () => {
  const options = boundedOptions(server.url, { statementMs: 300, lockMs: 100 }, { max: 1 })
  const [sql, other] = [openSql(server.url, options), openSql(server.url, { max: 1 })]
  expect(await sql`select pg_sleep(30)`.catch(failureCode)).toBe('57014')
  await other`create table locked (id int)`
  await other.begin(async tx => {
    await tx`lock table locked in access exclusive mode`
    expect(await sql`select * from locked`.catch(failureCode)).toBe('55P03')
  })
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
  await Promise.all([sql.end(), other.end()])
})

test('bounds leave the other settings of a client alone', () => {
  const { connection } = boundedOptions(server.url, READS, { connection: { jit: 'off' } })
  expect(connection).toMatchObject({
    application_name: 'daybook',
    TimeZone: 'UTC',
    jit: 'off',
    statement_timeout: 5_000,
    lock_timeout: 2_000,
  })
})

/** A TCP port in front of a server's socket; while silent it accepts data and forwards nothing. */
async function openRelay(url: string) {
  const { path, password } = connectionOptions(url)
  const sockets = new Set<Socket>()
  let isSilent = false
  const front = createServer(client => {
    const back = connect(String(path))
    for (const [from, to] of [
      [client, back],
      [back, client],
    ] as const) {
      sockets.add(from)
      from.on('data', data => isSilent || to.write(data))
      from.on('error', () => to.destroy()).on('close', () => to.destroy())
    }
  })
  await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve))
  const address = front.address()
  const port = typeof address === 'object' ? address?.port : null
  return {
    url: `postgres://daybook:${password}@127.0.0.1:${port}/daybook`,
    fallSilent() {
      isSilent = true
    },
    /** Forwards again, on new connections: the old ones have lost data. */
    speak() {
      isSilent = false
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => front.close(resolve))
    },
  }
}

/** A deliberate pause, longer than the silence allowed. */
function pause(seconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, seconds * 1000))
}
