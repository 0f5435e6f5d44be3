import 'server-only'
import { operatorOf } from '@/app/_server/accounts/operators'
import type { Viewer } from '@/app/_server/people/viewer'
import type { SearchHitJson } from '@/app/_wire/search'
import type { Role } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { hasWords } from './words'

type Page = {
  readonly title: string
  readonly href: string
  /** Other words that people search it by. */
  readonly words?: string
  readonly for?: readonly Role[]
}

const STAFF = ['teller', 'auditor'] as const

const PAGES: readonly Page[] = [
  { title: 'Accounts', href: '/accounts', words: 'home start overview balances' },
  { title: 'New account', href: '/accounts/new', words: 'open', for: ['customer', 'teller'] },
  { title: 'Audit trail', href: '/audit', words: 'events log history timeline', for: STAFF },
  {
    title: 'Refused attempts',
    href: '/audit?refused=only',
    words: 'audit refusals failed',
    for: STAFF,
  },
  { title: 'Late entries', href: '/audit?late=only', words: 'audit postings', for: STAFF },
  {
    title: 'Whole bank on a date',
    href: '/bank/at',
    words: 'totals balances past time machine compare',
    for: STAFF,
  },
  {
    title: 'Insights',
    href: '/bank/insights',
    words: 'report flows largest hours sizes statistics',
    for: STAFF,
  },
  {
    title: 'Dormant accounts',
    href: '/bank/insights/dormant',
    words: 'inactive quiet',
    for: STAFF,
  },
  { title: 'Trial balance', href: '/bank/trial-balance', words: 'books ledger', for: STAFF },
]

/** The pages that a viewer can open and whose name or subject a search begins. */
export function findPages(viewer: Viewer, q: string): SearchHitJson[] {
  return PAGES.filter(page => page.for === undefined || page.for.includes(viewer.role))
    .filter(({ title, words = '' }) => hasWords(q, title, words))
    .map(({ title, href }) => ({ title, detail: null, href, amount: null }))
}

/** The pages of one account. */
export async function findAccountPages(
  viewer: Viewer,
  account: AccountRow,
  q: string,
): Promise<SearchHitJson[]> {
  const operator = await operatorOf(viewer, account.id)
  const pages: Page[] = [
    ...(operator ? [{ title: 'Transfer', href: 'transfer', words: 'send pay payment' }] : []),
    ...(operator?.hasCash
      ? [
          { title: 'Deposit', href: 'deposit', words: 'pay in cash' },
          { title: 'Withdraw', href: 'withdraw', words: 'pay out cash' },
        ]
      : []),
    { title: 'All events', href: 'events', words: 'audit trail timeline history statement' },
    { title: 'View a past date', href: 'at', words: 'time machine balance then' },
    ...(operator?.role === 'teller'
      ? [
          { title: 'Holds', href: 'holds' },
          { title: 'Freeze', href: 'freeze', words: 'unfreeze block' },
          { title: 'Limits', href: 'limits', words: 'overdraft daily' },
          { title: 'Customers', href: 'customers', words: 'rename name reference second' },
        ]
      : []),
  ]
  const open =
    account.status === 'closed' ? pages.filter(({ href }) => /^(?:events|at)$/.test(href)) : pages
  return open
    .filter(({ title, words = '' }) => hasWords(q, title, words))
    .map(({ title, href }) => ({
      title,
      detail: null,
      href: `/accounts/${account.id}/${href}`,
      amount: null,
    }))
}
