import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayIn } from '@/domain/bank-account/business-day'
import type { PaymentOrderCommand } from '@/domain/payment-order/commands'
import { paymentOrderStream } from '@/domain/payment-order/payment-order'
import { asApplication, openSql } from '../connection'
import { type FeedEvent, feedHead } from '../feed/read-feed'
import { payments } from '../projections/payments'
import { type BackupBank, openBackupBank } from '../testing/backup-bank'
import { type FreshDatabase, freshDatabase } from '../testing/database'
import { ACTOR } from '../testing/streams'
import { backUp } from './backup'
import { catchUp } from './catch-up'
import { restoreBackup } from './restore'

let bank: BackupBank
let folder: string
let database: FreshDatabase

beforeAll(async () => {
  bank = await openBackupBank()
  folder = await mkdtemp(join(tmpdir(), 'daybook-catch-up-'))
  database = await freshDatabase()
})
afterAll(async () => {
  await Promise.all([bank.close(), database.drop(), rm(folder, { recursive: true })])
})

const today = dayIn('Europe/Prague', new Date())
const attempt = { date: today, attempt: 1, commandId: randomUUID() }

/** An order of two payments; the first one is paid, or refused by the account. */
async function payOnce(entries: { from: number; to: number } | null): Promise<void> {
  const [accountId, to] = bank.accounts
  const stream = paymentOrderStream(randomUUID())
  const commands: PaymentOrderCommand[] = [
    {
      type: 'CreatePaymentOrder',
      ...{ accountId, to: { accountId: to, number: '1', owner: 'Rent' }, currency: 'EUR' },
      ...{ timeZone: 'Europe/Prague', by: { id: ACTOR.id, name: ACTOR.name } },
      rule: { kind: 'fixed', amount: '7.00' },
      schedule: { first: today, every: 'month', count: 2 },
      ...{ reference: null, needsApproval: false },
    },
    { type: 'BeginPayment', index: 0, date: today, on: today, amount: '7.00' },
    entries
      ? { type: 'RecordPayment', ...attempt, entries }
      : {
          type: 'RecordPaymentFailure',
          ...attempt,
          refusal: { type: 'InsufficientFunds', field: null },
        },
  ]
  for (const command of commands) {
    const envelope = { commandId: randomUUID(), stream, actor: ACTOR, correlationId: null }
    const answer = await bank.send({ ...envelope, command })
    expect(answer.outcome).toBe('accepted')
  }
}

beforeAll(async () => {
  await payOnce({ from: 2, to: 2 })
  await payOnce(null)
  await bank.follow()
})

test('a restored bank has the plans and outcomes of payment orders, however often it caught up', async () => {
  await backUp({ url: asApplication(bank.url), folder, keepDays: null })
  const { differences } = await restoreBackup({ url: database.url, folder, until: null })
  expect(differences).toEqual([])
  const sql = openSql(database.url)
  try {
    await catchUp(sql, payments, await feedHead(sql))
    for (const table of ['payment_plans', 'payment_outcomes', 'payment_orders'] as const) {
      const rows = await bank.sql`select * from ${bank.sql(table)} order by 1, 2, 3`
      expect(rows).toHaveLength(2)
      expect(await sql`select * from ${sql(table)} order by 1, 2, 3`, table).toEqual(rows)
    }
    const [place] = await sql`select position from subscriptions where name = ${payments.name}`
    expect(Number(place?.position)).toBe(await feedHead(sql))
  } finally {
    await sql.end()
  }
})

test('an event that can’t be handled is parked, and the others are handled', async () => {
  const ofOrders = await bank.sql<{ position: string }[]>`
    select position from feed join events using (aggregate_id, event_version)
    where aggregate_type = 'PaymentOrder' order by position`
  const [first, poison, ...others] = ofOrders.map(({ position }) => Number(position))
  const handled = new Set<number>()
  const name = 'elsewhere'
  const handle = async (events: readonly FeedEvent[]) => {
    for (const { position } of events) {
      if (position === poison) throw new Error('It can’t be handled')
      handled.add(position)
    }
  }
  await catchUp(bank.sql, { ...payments, name, handle }, await feedHead(bank.sql))
  expect([...handled]).toEqual([first, ...others])
  const parked = await bank.sql`select position from parked_events where subscription = ${name}`
  expect(parked.map(({ position }) => Number(position))).toEqual([poison])
})
