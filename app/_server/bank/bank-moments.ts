import 'server-only'
import { withOpenedOn } from '@/app/_server/accounts/opened-on'
import { accountAt } from '@/app/_server/accounts/wire'
import { readAccountCursor, writeAccountCursor } from '@/app/_server/http/cursors'
import { againstPresent } from '@/app/_server/past/present'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { endOfLog } from '@/app/_server/streams/book'
import type { BankAtJson, BankComparisonJson, CurrencyTotalJson } from '@/app/_wire/bank'
import type { AccountJson, Page } from '@/app/_wire/types'
import { listAccounts } from '@/db/accounts/accounts'
import type { CurrencyTotal } from '@/db/projections/bank-at'
import type { Clocks } from '@/db/streams/state-at'
import { formatAmount } from '@/domain/money/money'

/** The whole bank at a moment; null for a customer. */
export async function getBankAt(viewer: Viewer, moment: Clocks): Promise<BankAtJson | null> {
  if (!may(viewer, 'readBank')) return null
  return bankAtJson(moment, await readBankAt(moment))
}

/** The whole bank at two moments, and the changes between them; null for a customer. */
export async function compareBank(
  viewer: Viewer,
  from: Clocks,
  to: Clocks,
): Promise<BankComparisonJson | null> {
  if (!may(viewer, 'readBank')) return null
  const [before, after] = await Promise.all([readBankAt(from), readBankAt(to)])
  const currencies = [...new Set([...before, ...after].map(({ currency }) => currency))].sort()
  const changes = currencies.map(currency => {
    const [a, b] = [totalIn(before, currency), totalIn(after, currency)]
    return {
      currency,
      from: totalJson(a),
      to: totalJson(b),
      change: formatAmount(b.total - a.total, currency),
      accounts: b.accounts - a.accounts,
    }
  })
  return { from: bankAtJson(from, before), to: bankAtJson(to, after), changes }
}

/**
 * The accounts that existed at a moment, newest opened first, each with its balance then. Accounts
 * not yet known to the bank are left out, so a page can be shorter than `limit`.
 */
export async function listAccountsAt(
  viewer: Viewer,
  moment: Clocks,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<AccountJson> | null> {
  if (!may(viewer, 'readBank')) return null
  const { asOf, knownAt } = await inBook(moment)
  const { rows, nextCursor } = await listAccounts(bank().db, {
    openedUntil: asOf,
    cursor: (cursor === undefined ? null : readAccountCursor(cursor)) ?? undefined,
    limit,
  })
  const states = await Promise.all(
    rows.map(({ id }) => bank().store.stateAt(id, { asOf, knownAt })),
  )
  const items = states.flatMap(({ stream }) => accountAt(stream, asOf ?? knownAt) ?? [])
  return {
    items: await withOpenedOn(items),
    nextCursor: nextCursor && writeAccountCursor(nextCursor),
  }
}

async function readBankAt(moment: Clocks): Promise<CurrencyTotal[]> {
  return bank().store.insights.bankAt(await inBook(moment))
}

/**
 * Resolves a moment against the present; an instant after the end of the log includes all of it.
 */
export async function inBook(moment: Clocks): Promise<Clocks> {
  const read = await againstPresent(moment, endOfLog)
  return 'clocks' in read ? read.clocks : moment
}

function totalIn(totals: readonly CurrencyTotal[], currency: string): CurrencyTotal {
  const none = { currency, accounts: 0, total: 0n }
  return totals.find(one => one.currency === currency) ?? none
}

function bankAtJson({ asOf, knownAt }: Clocks, totals: readonly CurrencyTotal[]): BankAtJson {
  return {
    asOf: asOf?.toISOString() ?? null,
    knownAt: knownAt?.toISOString() ?? null,
    totals: totals.map(totalJson),
  }
}

function totalJson({ currency, accounts, total }: CurrencyTotal): CurrencyTotalJson {
  return { currency, accounts, total: formatAmount(total, currency) }
}
