import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatAmount } from '@/domain/money/money'
import { fileOf, openSharedBook, runImport, statementOf } from './fixture'
import { accountIdOf } from './statement'

let bank: Awaited<ReturnType<typeof openSharedBook>>
let sources = 0
beforeAll(async () => {
  bank = await openSharedBook()
})
afterAll(() => bank.close())

type Row = { account: string; day: number; change: bigint; balance: bigint; id: string }
type Book = { currency: string; openings: ReadonlyMap<string, bigint>; rows: readonly Row[] }

/** A random book of another bank: some accounts, with rows in booking order. */
const book: fc.Arbitrary<Book> = fc
  .record({
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    openings: fc.array(fc.constantFrom(0n, 0n, 1n, 123_456n), { minLength: 1, maxLength: 3 }),
    moves: fc.array(
      fc.record({
        account: fc.nat(2),
        later: fc.constantFrom(0, 0, 1, 40),
        // Few different amounts, so that rows can be confused.
        change: fc.constantFrom(1n, -1n, 5n, -5n, 700n, -100_000n),
      }),
      { minLength: 1, maxLength: 14 },
    ),
  })
  .map(({ currency, openings, moves }) => {
    const balances: bigint[] = [...openings]
    let day = 0
    const rows = moves.map(({ account: at, later, change }, n) => {
      const account = at % openings.length
      day += later
      const balance = (balances[account] ?? 0n) + change
      balances[account] = balance
      return { account: `a${account}`, day, change, balance, id: `t${n}` }
    })
    const used = new Set(rows.map(({ account }) => account))
    const said = openings.map((opening, n) => [`a${n}`, opening] as const)
    return { currency, openings: new Map(said.filter(([name]) => used.has(name))), rows }
  })

/** Damages to a file. */
const DAMAGES = {
  none: rows => rows,
  'newest first': rows => rows.toReversed(),
  'a row is missing': (rows, at) => rows.toSpliced(at, 1),
  'a row is there twice': (rows, at) => rows.toSpliced(at, 0, ...rows.slice(at, at + 1)),
  'a row has moved': (rows, at, to) =>
    rows.toSpliced(at, 1).toSpliced(to, 0, ...rows.slice(at, at + 1)),
  'an amount differs': (rows, at) => change(rows, at, row => ({ ...row, change: row.change * 2n })),
  'a balance differs': (rows, at) =>
    change(rows, at, row => ({ ...row, balance: row.balance + 1n })),
  'a sign differs': (rows, at) => change(rows, at, row => ({ ...row, change: -row.change })),
  'a day differs': (rows, at, to) => change(rows, at, row => ({ ...row, day: row.day + to })),
  'the beginning is missing': (rows, at) => rows.slice(at),
} satisfies Record<string, (rows: readonly Row[], at: number, to: number) => readonly Row[]>

function change(rows: readonly Row[], at: number, by: (row: Row) => Row): readonly Row[] {
  const row = rows[at]
  return row ? rows.with(at, by(row)) : rows
}

test('after any damage to a file, the log holds what the bank booked, or nothing', async () => {
  const damage = fc.constantFrom(...(Object.keys(DAMAGES) as (keyof typeof DAMAGES)[]))
  const property = fc.asyncProperty(
    book,
    damage,
    fc.nat(13),
    fc.nat(13),
    fc.boolean(),
    async (made, name, first, second, skipInvalid) => {
      const [at, to] = [first % made.rows.length, second % made.rows.length]
      const source = `bank${sources++}`
      const said = await say(made, source, skipInvalid, DAMAGES[name](made.rows, at, to))
      const { result } = await runImport(bank.url, said.file, said.asked)
      const logged = await eventsOf(made, source)
      if (name === 'none' || name === 'newest first') {
        expect(result).toMatchObject({ outcome: 'imported', added: made.rows.length })
      }
      if (result.outcome !== 'imported') {
        expect(logged.flat()).toEqual([])
        return
      }
      expect(result.comparison).toMatchObject({ differing: 0, explained: 0 })
      for (const [n, account] of [...made.openings.keys()].entries()) {
        const booked = made.rows.filter(row => row.account === account).map(rowOf)
        const first = name === 'the beginning is missing' ? booked.length - lengthOf(logged[n]) : 0
        expect(booked.slice(first).slice(0, lengthOf(logged[n]))).toEqual(logged[n])
      }
      // No file shows a missing beginning that adds up to zero, nor a changed day.
      if (name === 'the beginning is missing' || name === 'a day differs') return
      // The whole book continues from there.
      const whole = await say(made, source, false, made.rows)
      const again = await runImport(bank.url, whole.file, whole.asked)
      const added = made.rows.length - result.added
      expect(again.result).toMatchObject({ outcome: 'imported', added, known: result.added })
    },
  )
  await fc.assert(property, { numRuns: 60 })
})

async function say(made: Book, source: string, skipInvalid: boolean, rows: readonly Row[]) {
  const inFile = new Set(rows.map(({ account }) => account))
  const lines = rows.map(({ account, day, change, balance, id }) => {
    const date = new Date(Date.UTC(2001, 0, 1 + day)).toISOString().slice(0, 10)
    const [direction, amount] = change < 0n ? ['debit', -change] : ['credit', change]
    const [moved, led] = [amount, balance].map(minor => formatAmount(minor, made.currency))
    return `${account},${date},${direction},${moved},${led},,,,,${id}`
  })
  const openings = [...made.openings]
    .filter(([account]) => inFile.has(account))
    .map(([account, opening]) => `${account}=${formatAmount(opening, made.currency)}`)
  const file = await fileOf(statementOf(...lines))
  return { file, asked: { source, currency: made.currency, openings, skipInvalid } }
}

/** The log of each account: movements, and the balance after each, in minor units. */
async function eventsOf(made: Book, source: string) {
  return Promise.all(
    [...made.openings.keys()].map(async account => {
      const rows = await bank.sql<{ type: string; amount: string; balance: string }[]>`
        select event_type as type, replace(event_data ->> 'amount', '.', '') as amount,
          replace(event_data ->> 'balance', '.', '') as balance
        from events where aggregate_id = ${accountIdOf(source, account)} and event_version > 1
        order by event_version`
      return rows.map(({ type, amount, balance }) => {
        const sign = type === 'MoneyWithdrawn' ? -1n : 1n
        return { change: sign * BigInt(amount), balance: BigInt(balance) }
      })
    }),
  )
}

function lengthOf(events: readonly unknown[] | undefined): number {
  return events?.length ?? 0
}

function rowOf({ change, balance }: Row) {
  return { change, balance }
}
