import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { troubleNow } from '@/app/_server/health/recording-probe'
import { recordAccess } from '@/app/_server/people/access-log'
import { bank } from '@/app/_server/process/bank'
import {
  openAccount,
  openArchivist,
  openOwner,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import type { AlertRule } from '@/app/_wire/alerts'
import { alertIdFor } from '@/db/ids'
import { creationOf, depositsOf, newIds } from '@/db/testing/streams'
import { acknowledge, countAlerts, forgetAlerts, listAlerts } from './alerts'
import { webhook } from './channels'
import type { Channel } from './notices'
import { RULES } from './rules'
import { createWatch } from './watch'

let close: () => Promise<void>
let owner: ReturnType<typeof openOwner>

beforeAll(async () => {
  close = await openTestBank()
  owner = openOwner()
})
afterAll(async () => {
  await owner.end()
  await close()
})
beforeEach(() => owner`delete from leases`)

/** The rules of the product, at once; with thresholds that a test can reach soon. */
function watch(name: AlertRule, { raiseAt = 0, clearAt = 0, channels = [] as Channel[] } = {}) {
  const rules = RULES.filter(rule => rule.name === name).map(rule => ({
    ...{ ...rule, raiseAfterMs: 0, clearAfterMs: 0 },
    ...(raiseAt > 0 && { raiseAt, clearAt }),
  }))
  return createWatch(bank(), { rules, channels, version: 'test' })
}

/** How the alert of a rule stands, and what is said about it. */
async function standing(rule: AlertRule) {
  forgetAlerts()
  const found = (await listAlerts(PEOPLE.teller)).find(one => one.rule === rule)
  return found && { status: found.status, told: found.told }
}

test('a stopped sequencer raises an alert, which is over when it goes on', async () => {
  const its = watch('feed-lag', { raiseAt: 1, clearAt: 0.5 })
  await its.round()
  expect(await standing('feed-lag')).toBeUndefined()
  await owner.begin(async tx => {
    await tx`select position from sequencer for update`
    await openAccount(PEOPLE.teller)
    await expect
      .poll(() => its.round().then(() => standing('feed-lag')), { timeout: 30_000 })
      .toMatchObject({
        status: 'raised',
        told: expect.stringMatching(/^The sequencer is \d+ s behind the log\.$/),
      })
  })
  await expect
    .poll(() => its.round().then(() => standing('feed-lag')), { timeout: 30_000 })
    .toMatchObject({ status: 'cleared' })
  const events = await bank().store.getEventsForAggregate(alertIdFor('feed-lag'))
  expect(events.map(({ event }) => event.type)).toEqual(['AlertRaised', 'AlertCleared'])
})

test('a parked event raises an alert until it is handled, and one who looks after it is named', async () => {
  const its = watch('parked-events')
  await owner`insert into parked_events (subscription, position, attempts, error, parked_at)
    values ('insights', 1, 5, 'TypeError: of a test', now())`
  await its.round()
  await its.round()
  expect(await standing('parked-events')).toEqual({
    status: 'raised',
    told: '1 event could not be handled.',
  })
  expect(await countAlerts(PEOPLE.teller)).toBe(1)
  expect(await countAlerts(PEOPLE.owner)).toBeNull()
  const refused = await acknowledge(PEOPLE.auditor, 'parked-events', crypto.randomUUID())
  expect(refused).toMatchObject({ status: 403 })
  expect(await acknowledge(PEOPLE.admin, 'parked-events', crypto.randomUUID())).toBeNull()
  expect(await countAlerts(PEOPLE.teller)).toBe(0)
  await owner`delete from parked_events`
  await its.round()
  expect(await standing('parked-events')).toMatchObject({ status: 'cleared' })
  const late = await acknowledge(PEOPLE.admin, 'parked-events', crypto.randomUUID())
  expect(late).toMatchObject({ status: 409, detail: 'This alert is over.' })
})

test('many failed sign-ins raise an alert', async () => {
  const its = watch('failed-sign-ins', { raiseAt: 20, clearAt: 19 })
  for (let n = 0; n < 20; n++) recordAccess({ kind: 'sign-in-failed', by: null })
  await expect
    .poll(() => its.round().then(() => standing('failed-sign-ins')), { timeout: 30_000 })
    .toEqual({ status: 'raised', told: '20 failed sign-ins within five minutes.' })
})

test('a blocked event loop and a pool without a free connection raise alerts', async () => {
  const loop = watch('event-loop', { raiseAt: 300, clearAt: 200 })
  await loop.round()
  const until = performance.now() + 500
  while (performance.now() < until);
  await loop.round()
  expect(await standing('event-loop')).toMatchObject({ status: 'raised' })

  const pool = watch('pool', { raiseAt: 300, clearAt: 200 })
  const taken = await Promise.all(Array.from({ length: 10 }, () => bank().db.$client.reserve()))
  await pool.round()
  expect(await standing('pool')).toMatchObject({ status: 'raised' })
  for (const connection of taken) connection.release()
  await pool.round()
  expect(await standing('pool')).toMatchObject({ status: 'cleared' })
})

test('a clock that is wrong raises an alert, which says whose', async () => {
  const its = watch('clock')
  const realNow = Date.now
  Date.now = () => realNow() + 7_200_000
  await its.round(realNow())
  Date.now = realNow
  const told = expect.stringMatching(
    /^A server’s clock is ahead of the database’s by 7(199|200) s\.$/,
  )
  expect(await standing('clock')).toEqual({ status: 'raised', told })
  await its.round()
  expect(await standing('clock')).toMatchObject({ status: 'cleared' })
})

test('a snapshot that contradicts the log raises an alert', async () => {
  const its = watch('snapshots')
  await its.round()
  const [id = ''] = newIds(1)
  await bank().store.saveEvents(id, [creationOf(id), ...depositsOf(Array(110).fill(1n), 0n)], 0)
  await owner`update snapshots set state = state || '{"balance": "9.99"}' where aggregate_id = ${id}`
  await bank().store.stateAt(id, {})
  await its.round()
  expect(await standing('snapshots')).toMatchObject({ status: 'raised' })
  await owner`update snapshots set state = state || '{"balance": "0.99"}' where aggregate_id = ${id}`
})

test('an old backup raises an alert, and a bank without any has none to miss', async () => {
  const its = watch('backup-age')
  await its.round()
  expect(await standing('backup-age')).toBeUndefined()
  await owner`update backup_state set started_at = now(), finished_at = now() - interval '30 hours'`
  await its.round()
  expect(await standing('backup-age')).toEqual({ status: 'raised', told: 'It is 30 hours old.' })
  await owner`update backup_state set finished_at = now()`
  await its.round()
  expect(await standing('backup-age')).toMatchObject({ status: 'cleared' })
})

test('a disk with less room than asked for raises an alert', async () => {
  process.env.DAYBOOK_DISK_FOLDER = tmpdir()
  const its = watch('disk', { raiseAt: 100, clearAt: 101 })
  await its.round()
  delete process.env.DAYBOOK_DISK_FOLDER
  expect(await standing('disk')).toMatchObject({
    status: 'raised',
    told: expect.stringMatching(/^\d+ % of the disk is free\.$/),
  })
  await its.round()
})

test('commands that back-pressure refuses raise an alert', async () => {
  const its = watch('back-pressure')
  await its.round()
  const command = () => acknowledge(PEOPLE.admin, 'disk', crypto.randomUUID())
  const answers = await Promise.all(Array.from({ length: 20_050 }, command))
  expect(answers.filter(answer => answer?.reason === 'busy').length).toBeGreaterThanOrEqual(50)
  await its.round()
  expect(await standing('back-pressure')).toMatchObject({ status: 'raised' })
})

test('a check that found differences raises an alert', async () => {
  const its = watch('drift')
  const { runJobs } = await import('@/db/operations/run-jobs')
  const { askJob } = await import('@/db/operations/jobs')
  const check = async () => {
    const asked = { kind: 'check', subject: 'all', askedBy: 'a test' } as const
    await askJob(bank().upkeep, { id: crypto.randomUUID(), ...asked })
    await runJobs({ owner, openArchivist }, error => {
      throw error
    })
  }
  const { id } = await openAccount(PEOPLE.teller)
  await owner`update accounts set balance = 1 where aggregate_id = ${id}`
  await check()
  await its.round()
  expect(await standing('drift')).toMatchObject({ status: 'raised' })
  await owner`update accounts set balance = 10000 where aggregate_id = ${id}`
  await expect
    .poll(
      async () => {
        await check()
        await its.round()
        return standing('drift')
      },
      { timeout: 40_000 },
    )
    .toMatchObject({ status: 'cleared' })
})

test('alerts are sent to the webhook in order, signed, and again until it answers', async () => {
  const got: { type: string; id: unknown; signature: unknown }[] = []
  let isUp = false
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    if (isUp) {
      const { type, rule } = JSON.parse(Buffer.concat(parts).toString())
      const { 'webhook-id': id, 'webhook-signature': signature } = request.headers
      // Alerts of the tests before this one are sent too.
      if (rule === 'parked-events') got.push({ type, id, signature })
    }
    response.writeHead(isUp ? 204 : 503).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const channels = [webhook(`http://127.0.0.1:${port}`, 'secret')]
  const its = watch('parked-events', { channels })
  await owner`insert into parked_events (subscription, position, attempts, error, parked_at)
    values ('insights', 1, 5, 'TypeError: of a test', now())`
  await its.round()
  const [row] = await owner`select attempts, error from alert_deliveries where channel = 'webhook'`
  expect(row).toEqual({ attempts: 1, error: 'The webhook answered 503' })
  isUp = true
  await owner`delete from parked_events`
  await owner`update alert_deliveries set next_at = now() - interval '1 minute'`
  await its.round()
  await its.round()
  server.close()
  expect(got.map(({ type }) => type)).toEqual(['alert.raised', 'alert.cleared'])
  expect(got[0]?.signature).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/)
  expect(new Set(got.map(({ id }) => id)).size).toBe(2)
})

test('one process of several judges the rules', async () => {
  await owner`insert into leases (name, holder, until)
    values ('alerts', ${crypto.randomUUID()}, now() + interval '1 hour')`
  await owner`insert into parked_events (subscription, position, attempts, error, parked_at)
    values ('insights', 2, 5, 'TypeError: of a test', now())`
  const its = watch('parked-events')
  await its.round()
  expect(await standing('parked-events')).toMatchObject({ status: 'cleared' })
  await owner`update leases set until = now() - interval '1 second'`
  await its.round()
  expect(await standing('parked-events')).toMatchObject({ status: 'raised' })
  await owner`delete from parked_events`
  await its.round()
})

test('a database that can’t be written is told at once, and recorded when it can be', async () => {
  const sent: string[] = []
  const channel: Channel = {
    name: 'list',
    send: async ({ rule, type, told }) => {
      if (rule === 'database') sent.push(`${type} ${told}`)
    },
  }
  const its = watch('database', { channels: [channel] })
  await its.round()
  const name = (await owner`select current_database() as name`)[0]?.name
  const setReadOnly = async (value: string) => {
    await owner.unsafe(`alter database ${name} set default_transaction_read_only = ${value}`)
    await owner`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${name} and usename = 'daybook_app'`
  }
  await setReadOnly('on')
  // The connections that were ended are an outage first.
  await expect.poll(troubleNow, { timeout: 30_000 }).toBe('read-only')
  await its.round()
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatch(/^alert\.raised The bank’s database is read-only/)
  expect(await standing('database')).toMatchObject({ status: 'raised' })
  await setReadOnly('off')
  // What commands met is remembered for ten seconds.
  await expect.poll(troubleNow, { timeout: 30_000 }).toBeNull()
  await its.round()
  expect(sent).toHaveLength(2)
  await expect
    .poll(() => its.round().then(() => standing('database')), { timeout: 30_000 })
    .toMatchObject({
      status: 'cleared',
    })
  const events = await bank().store.getEventsForAggregate(alertIdFor('database'))
  expect(events.map(({ event }) => event.type)).toEqual(['AlertRaised', 'AlertCleared'])
  const [raised] = events
  expect(raised?.occurredAt.getTime()).toBeLessThan(raised?.createdAt.getTime() ?? 0)
})
