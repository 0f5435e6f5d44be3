import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { bank } from '@/app/_server/process/bank'
import { movement, openAccount, openTestBank, PEOPLE, send } from '@/app/_server/testing/bank'
import { openSql } from '@/db/connection'
import { boundedOptions, HEALTH } from '@/db/trouble/bounds'
import { readFigures } from '@/db/watch/figures'
import { createInstruments, registerReadings } from './instruments'
import { keepFigures } from './kept-figures'
import { startMeters } from './meters'
import { readMetricsSettings } from './metrics-settings.mjs'
import { poolSizes, poolUse } from './pools'
import { serveMetrics } from './server'

const { instruments } = startMeters(createInstruments)
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
})
afterAll(async () => {
  await close()
  globalThis.daybookMeters = undefined
})

/** The value of a series; NaN: there is none. */
async function seriesOf(series: string): Promise<number> {
  const lines = (await instruments.registry.metrics()).split('\n')
  const line = lines.find(text => text.startsWith(`${series} `))
  return Number(line?.slice(series.length + 1) ?? Number.NaN)
}

test('commands, batches, commits and reads are counted', async () => {
  const before = await seriesOf('daybook_commands_total{outcome="accepted"}')
  const { id } = await openAccount(PEOPLE.teller)
  const deposit = movement('Deposit', id, '1.00')
  await dispatch(PEOPLE.teller, deposit)
  await dispatch(PEOPLE.teller, { ...deposit, amount: '2.00' })
  await send(PEOPLE.teller, id, { type: 'Withdraw', amount: '5000.00' })
  expect(await seriesOf('daybook_commands_total{outcome="accepted"}')).toBe(before + 2)
  expect(await seriesOf('daybook_commands_total{outcome="refused"}')).toBe(1)
  expect(await seriesOf('daybook_commands_total{outcome="reused"}')).toBe(1)
  expect(await seriesOf('daybook_commands_total{outcome="busy"}')).toBe(0)
  expect(await seriesOf('daybook_commit_duration_seconds_count')).toBeGreaterThanOrEqual(3)
  expect(await seriesOf('daybook_batch_commands_sum')).toBeGreaterThanOrEqual(4)
  await bank().store.stateAt(id, { asOf: new Date() })
  expect(await seriesOf('daybook_as_of_duration_seconds_count')).toBe(1)
  const { hits, misses } = bank().store.cacheReads
  expect(misses).toBeGreaterThan(0)
  expect(hits).toBeGreaterThan(0)
  expect([...poolSizes()]).toContainEqual([{ pool: 'commands' }, 4])
  const commands = [...poolUse()].filter(([{ pool }]) => pool === 'commands')
  expect(commands.map(([, value]) => value)).toEqual([0, 0])
})

test('the figures of the database tell the lag and the parked events of each subscriber', async () => {
  const url = process.env.DATABASE_URL ?? ''
  const sql = openSql(url, boundedOptions(url, HEALTH, { max: 1 }))
  try {
    await expect
      .poll(async () => (await readFigures(sql)).subscribers.map(({ lagEvents }) => lagEvents), {
        timeout: 20_000,
      })
      .toSatisfy((lags: number[]) => lags.length > 1 && lags.every(lag => lag === 0))
    // A subscriber that nobody runs stays behind.
    await sql`insert into subscriptions (name, position) values ('stopped', 0)`
    await sql`insert into parked_events (subscription, position, attempts, error, parked_at)
      values ('stopped', 1, 5, 'it said', now())`
    const figures = await readFigures(sql)
    const stopped = figures.subscribers.find(({ name }) => name === 'stopped')
    expect(stopped).toMatchObject({ parkedEvents: 1, lagEvents: expect.any(Number) })
    expect(stopped?.lagEvents).toBeGreaterThan(0)
    expect(stopped?.lagSeconds).toBeGreaterThan(0)
    expect(figures.sizeBytes).toBeGreaterThan(1_000_000)
  } finally {
    await sql.end()
  }
})

test('figures are asked for once at a time, kept for a while, and never waited for long', async () => {
  let nowMs = 0
  const asked: { resolve(value: number): void; reject(error: Error): void }[] = []
  const figures = keepFigures(
    () => new Promise<number>((resolve, reject) => asked.push({ resolve, reject })),
    { nowMs: () => nowMs, waitMs: 1 },
  )
  expect(figures.isAnswered()).toBeNull()
  await Promise.all([figures.refresh(), figures.refresh()]) // hangs, and is given up
  expect([asked.length, figures.current(), figures.isAnswered()]).toEqual([1, null, false])
  asked[0]?.resolve(7)
  await figures.refresh()
  expect([asked.length, figures.current(), figures.isAnswered()]).toEqual([1, 7, true])
  nowMs = 4_999
  await figures.refresh()
  expect(asked).toHaveLength(1)
  nowMs = 6_000
  const again = figures.refresh()
  asked[1]?.reject(new Error('out of reach'))
  await again
  expect([figures.current(), figures.isAnswered()]).toEqual([7, false])
  nowMs = 60_000
  expect(figures.current()).toBeNull()
})

test('a port of its own serves the metrics and nothing else, and says when it is taken', async () => {
  const { registry } = createInstruments()
  registerReadings(registry, [
    { name: 'daybook_first_total', help: 'One.', read: () => [[{}, 3]] },
    { name: 'daybook_second', help: 'Two.', labels: ['of'], read: () => [[{ of: 'a' }, 4]] },
    { name: 'daybook_third', help: 'None is known.', read: () => [] },
  ])
  const write = async () => ({ type: registry.contentType, text: await registry.metrics() })
  const port = await freePort()
  const served = await serveMetrics({ port, host: '127.0.0.1' }, write, () => {})
  const base = `http://127.0.0.1:${port}`
  try {
    for (let scrape = 0; scrape < 2; scrape++) {
      const answer = await fetch(`${base}/metrics`)
      const text = await answer.text()
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
      expect(text).toMatch(/^daybook_first_total 3$/m)
      expect(text).toMatch(/^daybook_second\{of="a"\} 4$/m)
      expect(text).not.toMatch(/^daybook_third/m)
    }
    expect((await fetch(`${base}/`)).status).toBe(404)
    expect((await fetch(`${base}/metrics`, { method: 'POST' })).status).toBe(405)
    const twice = serveMetrics({ port, host: '127.0.0.1' }, write, () => {})
    await expect(twice).rejects.toMatchObject({ code: 'EADDRINUSE' })
  } finally {
    await served.close()
  }
})

test('a port that can’t be one is refused with a sentence', () => {
  expect(readMetricsSettings({})).toBeNull()
  expect(readMetricsSettings({ METRICS_PORT: '9464' })).toEqual({ port: 9464, host: '127.0.0.1' })
  expect(readMetricsSettings({ METRICS_PORT: '1', METRICS_HOST: '::' })?.host).toBe('::')
  for (const port of ['0', '65536', 'x', '-1', '1.5'])
    expect(() => readMetricsSettings({ METRICS_PORT: port })).toThrow(/must be a number from 1/)
  expect(() => readMetricsSettings({ METRICS_PORT: '3000' })).toThrow(/as PORT is/)
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => probe.once('listening', resolve))
  const address = probe.address()
  await new Promise(resolve => probe.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('No port was given')
  return address.port
}
