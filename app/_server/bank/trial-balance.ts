import 'server-only'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type { LedgerAccountJson, LedgerJson, TrialBalanceJson } from '@/app/_wire/bank'
import type { TrialBalance } from '@/db/projections/trial-balance'
import type { Clocks } from '@/db/streams/state-at'
import { type BookLine, CUSTOMER_ACCOUNTS, LEDGER_ACCOUNTS } from '@/domain/money/ledger'
import { formatAmount } from '@/domain/money/money'
import { inBook } from './bank-moments'

/** The bank's books at a moment; null for a customer. */
export async function getTrialBalance(
  viewer: Viewer,
  moment: Clocks,
): Promise<TrialBalanceJson | null> {
  if (!may(viewer, 'readBank')) return null
  const books = await bank().store.insights.trialBalance(await inBook(moment))
  return {
    asOf: moment.asOf?.toISOString() ?? null,
    knownAt: moment.knownAt?.toISOString() ?? null,
    currencies: books.map(ledgerJson),
  }
}

function ledgerJson({ currency, customers, ledger, total }: TrialBalance): LedgerJson {
  const nets: [BookLine, bigint][] = [
    [CUSTOMER_ACCOUNTS, customers],
    ...LEDGER_ACCOUNTS.map((name): [BookLine, bigint] => [name, ledger[name]]),
  ]
  const textOf = (minor: bigint) => formatAmount(minor, currency)
  const debitOf = (net: bigint) => (net > 0n ? net : 0n)
  const creditOf = (net: bigint) => (net < 0n ? -net : 0n)
  const sum = (sideOf: (net: bigint) => bigint) =>
    textOf(nets.reduce((all, [, net]) => all + sideOf(net), 0n))
  const accounts = nets.map(
    ([account, net]): LedgerAccountJson => ({
      account,
      debit: textOf(debitOf(net)),
      credit: textOf(creditOf(net)),
    }),
  )
  return { currency, accounts, debit: sum(debitOf), credit: sum(creditOf), total: textOf(total) }
}
