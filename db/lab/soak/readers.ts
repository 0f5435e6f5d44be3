import { setTimeout as pause } from 'node:timers/promises'
import { type Account, accountOf } from '@/domain/bank-account/bank-account'
import type { Stream } from '@/domain/event-sourcing/ports'
import { formatAmount } from '@/domain/money/money'
import { listAccounts } from '../../accounts/accounts'
import { openSql } from '../../connection'
import { readBankAt } from '../../projections/bank-at'
import { type FoldedEvent, foldWhole } from '../../projections/fold'
import { readTrialBalance } from '../../projections/trial-balance'
import { type Db, openDb } from '../../query'
import { readStream } from '../../streams/read-stream'
import { type Clocks, stateAt } from '../../streams/state-at'
import { isOutage } from '../../trouble/failures'
import type { Dice } from './dice'
import { transferFaults } from './transfers'

/** The accounts whose sum stays, and how the readers find them. */
export type Circle = {
  readonly ids: readonly string[]
  readonly reference: string
  /** No other account has it. */
  readonly currency: string
  /** In minor units. */
  readonly total: bigint
}

/** The versions of the accounts as the account list told them at one moment. */
type Cut = ReadonlyMap<string, number>

type Context = {
  readonly sql: ReturnType<typeof openSql>
  readonly db: Db
  readonly circle: Circle
  readonly dice: Dice
  readonly since: Date
  readonly cuts: Cut[]
  /** Nobody writes: past moments and versions are the present ones. */
  isAtRest: boolean
  /** What a planted stale reader takes for present. */
  stale: { isPlanted: boolean; balance: bigint | null }
}

/** Reads a sum in one consistent cut. @returns the sum, and a sentence for each other fault */
type Reading = (context: Context) => Promise<{ sum: bigint; faults: readonly string[] } | null>

const READINGS: Readonly<Record<string, Reading>> = {
  'the account list': readList,
  'the events, folded,': replay,
  'the accounts at a past moment': readPast,
  'the bank at a past moment': readBank,
  'the accounts at past versions': readVersions,
  'the trial balance': readBooks,
}

const CUTS_MAX = 50
const RETRY_MS = 5

/** Readers beside the writers: each sum of the circle's balances, read in any way, is its total. */
export type Readers = ReturnType<typeof openReaders>

/** @param since a moment after the opening of the accounts */
export function openReaders(url: string, circle: Circle, dice: Dice, since: Date) {
  const sql = openSql(url, { max: 2 })
  const db = openDb(url, { max: 1 })
  const stale = { isPlanted: false, balance: null }
  const context: Context = { sql, db, circle, dice, since, cuts: [], stale, isAtRest: false }
  const counts = new Map(Object.keys(READINGS).map(name => [name, 0]))
  const faults: string[] = []
  const textOf = (minor: bigint) => formatAmount(minor, circle.currency)
  let isReading = false
  let reading = Promise.resolve()

  async function readEach(): Promise<void> {
    for (const [name, read] of Object.entries(READINGS)) {
      const found = await read(context)
      if (!found) continue
      counts.set(name, (counts.get(name) ?? 0) + 1)
      const its = [...found.faults]
      if (found.sum !== circle.total)
        its.push(`they sum to ${textOf(found.sum)}, not to ${textOf(circle.total)}`)
      faults.push(...its.map(fault => `${name}: ${fault}`))
    }
  }

  async function readOn(): Promise<void> {
    while (isReading) {
      try {
        await readEach()
      } catch (error) {
        if (!isOutage(error)) throw error
        await pause(RETRY_MS) // PostgreSQL was killed, and is restarting
      }
    }
  }

  return {
    /** Reads without end, one reading after the other, until `rest`. */
    start(): void {
      if (isReading) return
      isReading = true
      reading = readOn().catch(error => void faults.push(`A reader failed: ${error.stack}`))
    },
    /** Ends the readings, and reads the present once more in each way. */
    async rest(): Promise<void> {
      isReading = false
      await reading
      context.isAtRest = true
      await readEach()
      context.isAtRest = false
    },
    /** How often each way was read. */
    counts: counts as ReadonlyMap<string, number>,
    /** The faults since the last call. */
    takeFaults: () => faults.splice(0),
    /** Makes the reader of the account list a stale one, or a right one again. */
    plantStale(isPlanted: boolean): void {
      context.stale = { isPlanted, balance: null }
    },
    async close(): Promise<void> {
      isReading = false
      await reading
      await Promise.all([sql.end({ timeout: 5 }), db.$client.end({ timeout: 5 })])
    },
  }
}

/** The read model, by one statement. */
async function readList({ db, circle, cuts, stale }: Context) {
  const { rows } = await listAccounts(db, { reference: circle.reference, limit: 100 })
  if (cuts.length === CUTS_MAX) cuts.shift()
  cuts.push(new Map(rows.map(({ id, version }) => [id, version])))
  const balances = rows.map(({ balance }) => balance)
  const [first = 0n] = balances
  if (stale.isPlanted && stale.balance !== null) balances[0] = stale.balance
  stale.balance = first
  return { sum: total(balances), faults: missing(circle, rows.length) }
}

/** The events of all accounts, by one statement. */
async function replay({ sql, circle }: Context) {
  const events: FoldedEvent[] = []
  const streams = await foldWhole(sql, circle.ids, (_, event) => void events.push(event))
  return { sum: totalOf(streams), faults: transferFaults(events) }
}

/** Each account at one moment on both clocks, in one snapshot of the database. */
async function readPast(context: Context) {
  const { sql, circle } = context
  const moment = momentIn(context)
  const found = await sql.begin('isolation level repeatable read read only', tx =>
    Promise.all(circle.ids.map(id => stateAt(tx, id, moment))),
  )
  return { sum: totalOf(found.map(({ stream }) => stream)), faults: [] }
}

/** The whole bank at one moment on both clocks, by one statement. */
async function readBank(context: Context) {
  const { sql, circle } = context
  const totals = await readBankAt(sql, momentIn(context))
  const found = totals.find(({ currency }) => currency === circle.currency)
  return { sum: found?.total ?? 0n, faults: missing(circle, found?.accounts ?? 0) }
}

/** The trial balance of the whole bank, now or at a moment, by one statement; cash moves too. */
async function readBooks(context: Context) {
  const { sql, circle, dice } = context
  const books = await readTrialBalance(sql, dice.chance(50) ? {} : momentIn(context))
  const faults = books
    .filter(({ total }) => total !== 0n)
    .map(({ currency, total }) => `its sum is ${formatAmount(total, currency)} ${currency}`)
  const ours = books.find(({ currency }) => currency === circle.currency)
  return { sum: -(ours?.customers ?? 0n), faults }
}

/** Each account at the version that an earlier reading of the list saw: what was, stays. */
async function readVersions({ sql, circle, cuts, dice, isAtRest }: Context) {
  const cut = isAtRest ? cuts.at(-1) : dice.pick(cuts)
  if (!cut) return null
  const versionOf = (id: string) => cut.get(id) ?? 0
  const read = circle.ids.map(async id => ({
    events: await readStream(sql, id, 1, versionOf(id)),
    stream: (await stateAt(sql, id, { version: versionOf(id) })).stream,
  }))
  const accounts = await Promise.all(read)
  const events = accounts.flatMap(account => account.events)
  const expected = [...cut.values()].reduce((sum, version) => sum + version, 0)
  const gaps =
    events.length === expected ? [] : [`${events.length} events of ${expected} are there`]
  const faults = [...gaps, ...transferFaults(events)]
  return { sum: totalOf(accounts.map(({ stream }) => stream)), faults }
}

/** A moment since the opening on one clock or on both. */
function momentIn({ dice, since, isAtRest }: Context): Clocks {
  const now = Date.now()
  const any = () => new Date(isAtRest ? now : dice.between(since.getTime(), now))
  const clocks = dice.between(1, 3)
  return { ...(clocks !== 1 && { asOf: any() }), ...(clocks !== 2 && { knownAt: any() }) }
}

function missing({ ids }: Circle, count: number): string[] {
  return count === ids.length ? [] : [`${count} of ${ids.length} accounts are there`]
}

function totalOf(streams: readonly Stream[]): bigint {
  const accounts = streams.flatMap((stream): Account | never[] => accountOf(stream) ?? [])
  return total(accounts.map(({ balance }) => balance))
}

function total(balances: readonly bigint[]): bigint {
  return balances.reduce((sum, balance) => sum + balance, 0n)
}
