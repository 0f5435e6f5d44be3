import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asApplication } from '../connection'
import { type Db, drizzleOn, openDb } from '../query'
import { freshDatabase } from '../testing/database'
import { plansOf } from '../testing/plans'
import { allNicknames, keepNickname, nicknamesOf } from './nicknames'

let db: Db
let url: string
let drop: () => Promise<void>
const [one, another] = [randomUUID(), randomUUID()]

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  db = openDb(asApplication(url))
})
afterAll(async () => {
  await db.$client.end()
  await drop()
})

test('a nickname is one person’s, is replaced, and is removed', async () => {
  await keepNickname(db, 'jana', one, 'Rent')
  await keepNickname(db, 'jana', another, 'Holidays')
  await keepNickname(db, 'petr', one, 'Hers')
  await keepNickname(db, 'jana', one, 'Flat')
  expect(await nicknamesOf(db, 'jana', [one])).toEqual(new Map([[one, 'Flat']]))
  expect(await nicknamesOf(db, 'petr', [one, another])).toEqual(new Map([[one, 'Hers']]))
  expect((await allNicknames(db, 'jana', 10)).size).toBe(2)
  expect((await allNicknames(db, 'jana', 1)).size).toBe(1)
  await keepNickname(db, 'jana', one, null)
  expect(await nicknamesOf(db, 'jana', [one, another])).toEqual(new Map([[another, 'Holidays']]))
  expect(await nicknamesOf(db, 'jana', [])).toEqual(new Map())
})

test('nicknames are read by their key', async () => {
  const plans = await plansOf(url, async sql => {
    const typed = drizzleOn(sql) as unknown as Db // the same statements, recorded
    await nicknamesOf(typed, 'jana', [one, another])
    await allNicknames(typed, 'jana', 10)
  })
  expect(plans).toHaveLength(2)
  for (const plan of plans) expect(plan).toContain('account_nicknames_user_id_aggregate_id_pk')
})
