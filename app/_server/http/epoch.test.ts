import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bank } from '@/app/_server/process/bank'
import { epochNow, followEpoch, onNewEpoch } from '@/app/_server/process/epoch'
import { openSql } from '@/db/connection'
import { currentEpoch } from '@/db/epoch'
import { freshDatabase } from '@/db/testing/database'
import { openFrontDoor } from './front-door'

let server: Server
let base: string
let owner: ReturnType<typeof openSql>
let drop: () => Promise<void>
let ended = 0

beforeAll(async () => {
  const database = await freshDatabase()
  process.env.DATABASE_URL = database.url
  drop = database.drop
  owner = openSql(database.url, { max: 1 })
  openFrontDoor()
  server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await fetch(base) // the front door is active after the first request
  await followEpoch(() => void ended++)
})
afterAll(async () => {
  server.close()
  await bank().close()
  await owner.end()
  await drop()
})

test('every answer of the API tells the epoch; who names another one is refused', async () => {
  const { id } = await currentEpoch(owner)
  expect(epochNow()).toBe(id)
  for (const path of ['/api/accounts', '/api/health', '/api/nowhere']) {
    const answer = await fetch(base + path)
    expect(answer.headers.get('daybook-epoch'), path).toBe(id)
  }
  expect((await fetch(`${base}/accounts`)).headers.has('daybook-epoch')).toBe(false)
  const same = await fetch(`${base}/api/accounts?cursor=x`, { headers: { 'daybook-epoch': id } })
  expect(same.status).toBe(200)
  for (const method of ['GET', 'POST']) {
    const headers = { 'daybook-epoch': '1-00000000', origin: base }
    const other = await fetch(`${base}/api/accounts?cursor=x`, { method, headers })
    expect(other.status).toBe(409)
    expect(other.headers.get('daybook-epoch')).toBe(id)
    expect(await other.json()).toMatchObject({
      type: 'urn:daybook:problem:OtherEpoch',
      title: 'The bank was restored',
      epoch: id,
    })
  }
})

test('a process whose database was restored meanwhile tells its readers, and ends', async () => {
  const told: string[] = []
  onNewEpoch(id => void told.push(id))
  await owner`
    insert into epochs (id, number, began_at, ready_at) values ('2-12345678', 2, now(), now())`
  await expect.poll(() => told, { timeout: 20_000 }).toEqual(['2-12345678'])
  expect(ended).toBe(1)
  expect((await fetch(`${base}/api/x`)).headers.get('daybook-epoch')).toBe('2-12345678')
})
