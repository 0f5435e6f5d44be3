import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import { createEventStore, type EventStore } from '../event-store'
import { accountIdFor } from '../ids'
import { type Db, openDb } from '../query'
import { freshDatabase } from '../testing/database'
import { commandOn } from '../testing/streams'
import { findAccount, findOwnAccounts, listAccounts } from './accounts'

let db: Db
let store: EventStore
let drop: () => Promise<void>
const ids: string[] = []

beforeAll(async () => {
  const database = await freshDatabase()
  drop = database.drop
  db = openDb(database.url)
  store = createEventStore(database.url)
  const people = [
    ['Jana Nováková', 'A-1', 'jana'],
    ['Petr 100% Svoboda', 'A_1', null],
    ['Žofie Dvořáková', null, 'zofie'],
  ] as const
  for (const [owner, reference, customerId] of people) {
    const commandId = randomUUID()
    const accountId = accountIdFor(commandId)
    const [currency, openingBalance] = ['EUR', '90071992547409.93']
    const names = { owner, reference, customerId }
    const command = { type: 'CreateAccount', ...names, currency, openingBalance } as const
    await handleUntilAnswered([commandOn(accountId, command, commandId)], store)
    ids.push(accountId)
  }
})
afterAll(async () => {
  await Promise.all([store.close(), db.$client.end()])
  await drop()
})

const owners = async (query: Partial<Parameters<typeof listAccounts>[1]>) =>
  (await listAccounts(db, { limit: 10, ...query })).rows.map(({ owner }) => owner)

test('an account is found by any part of its owner, number or reference', async () => {
  const [jana, petr, zofie] = ['Jana Nováková', 'Petr 100% Svoboda', 'Žofie Dvořáková']
  expect(await owners({ q: 'novak' })).toEqual([jana])
  expect(await owners({ q: 'DVOŘÁK' })).toEqual([zofie])
  expect(await owners({ q: 'a_1' })).toEqual([petr])
  expect(await owners({ q: '100%' })).toEqual([petr])
  expect(await owners({ q: '%' })).toEqual([petr])
  expect(await owners({ q: 'nobody' })).toEqual([])
  const number = (await findAccount(db, ids[0] ?? ''))?.number ?? ''
  expect(await owners({ q: number })).toEqual([jana])
  expect(await owners({ q: number.replaceAll(' ', '').slice(-9).toLowerCase() })).toEqual([jana])
  expect(await owners({ reference: 'A-1' })).toEqual([jana])
  expect(await owners({ reference: 'A' })).toEqual([])
})

test('a customer finds only their own accounts', async () => {
  expect(await owners({ customerId: 'jana' })).toEqual(['Jana Nováková'])
  expect(await owners({ customerId: 'jana', q: 'Petr' })).toEqual([])
  expect(await findAccount(db, ids[1] ?? '', { customerId: 'jana' })).toBeNull()
})

test('pages have no gap or overlap, newest opened first', async () => {
  const seen: string[] = []
  let cursor: Parameters<typeof listAccounts>[1]['cursor']
  do {
    const page = await listAccounts(db, { limit: 1, cursor })
    seen.push(...page.rows.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen.toSorted()).toEqual(ids.toSorted())
})

test('money is exact beyond what a float holds', async () => {
  expect((await findAccount(db, ids[0] ?? ''))?.balance).toBe(9_007_199_254_740_993n)
})

test('the error of a failed query does not contain the query', async () => {
  const nowhere = openDb('postgres://nobody@127.0.0.1:9/nothing')
  const secret = randomUUID()
  const asked = await Promise.allSettled([
    findAccount(nowhere, secret, { customerId: secret }),
    findOwnAccounts(nowhere, secret, [secret]),
    listAccounts(nowhere, { q: secret, limit: 1 }),
  ])
  for (const answer of asked) {
    const error: unknown = answer.status === 'rejected' ? answer.reason : null
    if (!(error instanceof Error)) throw new Error('That should have failed')
    // The driver's fields with the query are not enumerable, unless a client debugs.
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    expect(error.cause).toBeUndefined()
    expect(`${error.message} ${error.stack}`).not.toContain(secret)
  }
  await nowhere.$client.end()
})
