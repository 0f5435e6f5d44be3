import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSql } from '../connection'
import { DEMO_PEOPLE } from '../people/demo-people'
import { insertUsers } from '../people/users'
import { openDb } from '../query'
import { freshDatabase } from '../testing/database'

/** The bank of a server, which is named by DATABASE_URL, as its administrator has it. */
let url: string
let drop: () => Promise<void>
let data: string
const children: ChildProcess[] = []

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  data = mkdtempSync(join(tmpdir(), 'daybook-people-'))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await drop()
  rmSync(data, { recursive: true, force: true })
})

/** Runs a program of the bank to its end, or until it has said what `until` looks for. */
async function run(args: readonly string[], more: Record<string, string> = {}, until?: RegExp) {
  const { PATH = '', HOME = '' } = process.env
  const own = { NODE_ENV: 'production', PATH, HOME, DATABASE_URL: url, DAYBOOK_DATA: data } as const
  const child = spawn(process.execPath, args, { env: { ...own, ...more } })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
      if (until?.test(output)) child.kill('SIGTERM')
    })
  }
  const [code] = await once(child, 'close')
  return { code: Number(code), output }
}

const people = (...args: string[]) =>
  run(['db/tools/run.mjs', 'people', ...args], { BETTER_AUTH_URL: 'https://bank.example' })

async function start(demo: string, until?: RegExp) {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return run(['app/_run/start.mjs', '--dev'], { DAYBOOK_DEMO: demo, PORT: String(port) }, until)
}

test('on a server, the first administrator gets a link, and demo people keep the bank from starting until they are disabled', async () => {
  const added = await people('add', 'admin', '--email', 'ada@example.org', '--name', 'Ada Byron')
  expect(added).toMatchObject({ code: 0 })
  expect(added.output.trim().split('\n').at(-1)).toMatch(/^https:\/\/bank\.example\/join\/\S+$/)
  const again = await people('add', 'admin', '--email', 'ada@example.org', '--name', 'Ada Byron')
  expect(again.code).not.toBe(0)

  const [demo] = DEMO_PEOPLE
  if (!demo) throw new Error('There are no demo people')
  const db = openDb(url, { max: 1 })
  await insertUsers(db, [{ ...demo, passwordHash: 'none' }])
  await db.$client.end()
  const refused = await start('off')
  expect(refused.code).toBe(1)
  expect(refused.output).toContain(demo.email)
  expect(refused.output).toContain('npm run people -- disable-demo')

  expect((await people('disable-demo')).code).toBe(0)
  const { output } = await people('list')
  expect(output).toMatch(/ada@example\.org.*admin/)
  const sql = openSql(url, { max: 1 })
  const [row] = await sql`
    select disabled_at is not null as is_out from auth_users where email = ${demo.email}`
  await sql.end()
  expect(row?.is_out).toBe(true)
  const started = await start('off', /web server/)
  expect(started.output).toMatch(/people +ready/)
  expect(started.code).toBe(0)
}, 240_000)
