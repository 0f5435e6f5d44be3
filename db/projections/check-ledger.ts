import { CUSTOMER_ACCOUNTS } from '@/domain/money/ledger'
import { formatAmount } from '@/domain/money/money'
import { ledgerAccountOf, moneyOf } from '../codecs/registry'
import type { Transaction } from '../connection'
import { compareWithLog, span } from './check-insights'
import type { Report } from './differences'
import { GRAINS } from './flow-cells'
import type { FoldedEvent } from './fold'
import { LEDGER_TABLES, ledger } from './ledger'
import { readTrialBalance } from './trial-balance'

/** Decodes a field with a text; empty for none. */
export function textIn(field: Buffer | null | undefined): string {
  return field?.toString('utf8') ?? ''
}

/** Adds up the bank's books from all events, stream by stream. */
export function createBooks() {
  const figures = new Map<string, bigint>()
  const add = (currency: string, account: string, net: bigint) => {
    const key = `${currency} ${account}`
    figures.set(key, (figures.get(key) ?? 0n) + net)
  }
  return {
    count({ event }: FoldedEvent, actorId: string): void {
      const money = moneyOf(event)
      if (!money) return
      add(money.currency, CUSTOMER_ACCOUNTS, -money.change)
      add(money.currency, ledgerAccountOf({ event, actor: { id: actorId } }) ?? '', money.change)
    },
    /** Compares the trial balance of now with the sums, and every row of the read model. */
    async compare(tx: Transaction, report: Report): Promise<void> {
      await compareWithLog(tx, ledger.name, LEDGER_EXPECTED, (_, ...said) =>
        report('ledger', ...said),
      )
      const expected = new Map(figures)
      const compareOne = (currency: string, account: string, found: bigint) => {
        const key = `${currency} ${account}`
        const made = expected.get(key) ?? 0n
        expected.delete(key)
        if (found === made) return
        const [shown, right] = [found, made].map(minor => formatAmount(minor, currency))
        const sentence = `Its figure is ${shown}; all events make ${right} ${currency}.`
        report('trial balance', key, sentence)
      }
      for (const { currency, customers, ledger } of await readTrialBalance(tx, {})) {
        compareOne(currency, CUSTOMER_ACCOUNTS, customers)
        for (const [account, net] of Object.entries(ledger)) compareOne(currency, account, net)
      }
      for (const key of expected.keys()) {
        const [currency = '', account = ''] = key.split(' ')
        compareOne(currency, account, 0n)
      }
    },
  }
}

export const LEDGER_EXPECTED = {
  ledger_cells: {
    key: LEDGER_TABLES.ledger_cells,
    columns: 'grain, occurred_from, recorded_from, currency, ledger, net',
    expected: GRAINS.map(
      ({ grain, occurredMs, recordedMs }) => `
        select ${grain}::smallint as grain, ${span('occurred_at', occurredMs)} as occurred_from,
          ${span('created_at', recordedMs)} as recorded_from, currency, ledger, sum(delta) as net
        from handled where delta <> 0 group by 1, 2, 3, 4, 5`,
    ).join(' union all '),
  },
}
