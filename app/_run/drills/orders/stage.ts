import { openSql, type Sql } from '@/db/connection'
import { openBank } from '@/db/lab/bench/bank'
import { addDays } from '@/domain/payment-order/schedule'
import type { Crew } from './crew'
import { newOrder, today, type Wanted } from './new-orders'
import { type Expected, judge } from './verdict'

const ACCOUNTS = 20
const RICH = '10000.00'

/** A bank with accounts whose money only goes round, and what its orders must have led to. */
export type Stage = Awaited<ReturnType<typeof openStage>>

/** @param url a migrated database, as its owner logs in */
export async function openStage(url: string, crew: Crew) {
  const bank = openBank(url)
  const sql = openSql(url, { max: 3 })
  const rich = await bank.openAccounts(ACCOUNTS, RICH)
  // Each is swept once: two sweeps of one account at once would ask for the same money.
  const unswept = await bank.openAccounts(ACCOUNTS, '10.00')
  const [poor = ''] = await bank.openAccounts(1, '0.00')
  const total = BigInt(ACCOUNTS) * 1_001_000n
  const expected = new Map<string, Expected>()
  let turn = 0

  async function make(wanted: Wanted, its: Expected): Promise<void> {
    const command = newOrder(wanted)
    const answer = await bank.execute(command)
    if (answer.outcome !== 'accepted') throw new Error(`An order was ${answer.outcome}`)
    expected.set(command.stream.id, its)
  }

  const pair = () => {
    const from = turn++ % ACCOUNTS
    return { from: rich[from] ?? '', to: rich[(from + 7) % ACCOUNTS] ?? '' }
  }

  return {
    ...{ url, crew, sql, expected },
    /** Orders of today, of a fixed amount; some sweep an account. */
    async orderToday(count: number): Promise<void> {
      for (let n = 0; n < count; n++) {
        const { from, to } = pair()
        const swept = turn % 5 === 0 ? unswept.pop() : undefined
        const rule = { kind: 'sweep', above: '1.00' } as const
        const wanted = swept ? { from: swept, to, rule } : { from, to }
        await make(wanted, { paid: [today()], late: [] })
      }
    },
    /** An order that its account refuses, for lack of money. */
    async orderInVain(): Promise<void> {
      await make({ from: poor, to: rich[0] ?? '' }, { paid: [], late: [], failed: today() })
    },
    /** An order of every day from today on; `late` are the places of those that will be paid late. */
    async orderDaily(count: number, late: readonly number[]): Promise<void> {
      const dates = Array.from({ length: count }, (_, n) => addDays(today(), n))
      const schedule = { every: 'day', count }
      await make(
        { ...pair(), schedule },
        { paid: dates, late: dates.filter((_, n) => late.includes(n)) },
      )
    },
    /** The faults in what is stored, and the figures. Nobody may be paying. */
    judge: (inBank: Sql = sql) => judge(inBank, expected, total),
    async close(): Promise<void> {
      await Promise.all([bank.close(), sql.end()])
    },
  }
}

export async function withSql<Result>(url: string, work: (sql: Sql) => Promise<Result>) {
  const sql = openSql(url, { max: 3 })
  return work(sql).finally(() => sql.end())
}
