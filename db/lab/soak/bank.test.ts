import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/db/testing/database'
import { createDice } from './dice'
import { transferAgain } from './plants'
import { hearMore, judge, openStage, type Stage, withSql } from './stage'

/** Starting processes takes long while the machine does other things. */
const LIMIT_MS = 120_000
const COMMANDS = 300

let database: FreshDatabase
let stage: Stage

beforeAll(async () => {
  database = await freshDatabase()
  stage = await openStage(database.url, createDice(Number(process.env.SEED)))
}, LIMIT_MS)

afterAll(async () => {
  await stage?.close()
  await database?.drop()
}, LIMIT_MS)

/** Transfers of three processes at once, beside the readers. @returns the faults found */
async function play(count: number): Promise<string[]> {
  stage.crew.writeOn(stage.scene)
  stage.readers.start()
  await hearMore(stage, count)
  await stage.crew.rest()
  return withSql(database.url, sql => judge(sql, stage))
}

const countsNow = () => new Map(stage.readers.counts)

describe('eight accounts, with transfers and reversals of three processes', () => {
  test('always sum to their total, read in any way', { timeout: LIMIT_MS }, async () => {
    const before = countsNow()
    expect(await play(COMMANDS)).toEqual([])
    const heard = [...stage.books.heard]
    const accepted = heard.filter(([, { outcome }]) => outcome === 'accepted')
    const typesOf = (some: typeof heard) =>
      new Set(some.map(([id]) => stage.books.sent.get(id)?.command.type))
    expect(typesOf(accepted)).toEqual(
      new Set(['CreateAccount', 'Deposit', 'Withdraw', 'Transfer', 'ReverseEntry']),
    )
    expect(accepted.length).toBeLessThan(heard.length)
    // Not only at rest.
    for (const [name, count] of countsNow())
      expect(count - (before.get(name) ?? 0)).toBeGreaterThan(1)
  })

  test('and a stale reader is found', { timeout: LIMIT_MS }, async () => {
    stage.readers.plantStale(true)
    onTestFinished(() => stage.readers.plantStale(false))
    const faults = await play(COMMANDS / 3)
    expect(faults).not.toEqual([])
    expect(faults.filter(fault => !/^the account list: they sum to /.test(fault))).toEqual([])
  })

  test('and a transfer done twice is found, though every sum stays', {
    timeout: LIMIT_MS,
  }, async () => {
    expect(await transferAgain(stage.books, stage.crew)).toBe(true)
    const faults = await withSql(database.url, sql => judge(sql, stage))
    expect(faults).toContainEqual(
      expect.stringMatching(/^the events, folded,: .* has not two sides/),
    )
    expect(faults).toContainEqual(expect.stringMatching(/^wish .* is stored 2 times/))
    expect(faults.filter(fault => fault.includes('they sum to'))).toEqual([])
  })

  test('and a transfer of which one side is lost is found', { timeout: LIMIT_MS }, async () => {
    stage.crew.lose()
    const faults = await play(COMMANDS / 3)
    for (const name of countsNow().keys()) {
      expect(faults).toContainEqual(expect.stringMatching(new RegExp(`^${name}: they sum to `)))
    }
    expect(faults).toContainEqual(expect.stringMatching(/ was answered .*, stored is /))
  })
})
