import 'server-only'
import { type AccountRight, rightsOn } from '@/app/_server/accounts/operators'
import { may, type Right } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import type { SearchHitJson } from '@/app/_wire/search'
import type { AccountRow } from '@/db/accounts/account-rows'
import { hasWords } from './words'

type Page = {
  readonly title: string
  readonly href: string
  /** Other words that people search it by. */
  readonly words?: string
}

const PAGES: readonly (Page & { readonly right: Right })[] = [
  {
    title: 'Accounts',
    href: '/accounts',
    words: 'home start overview balances',
    right: 'readAccounts',
  },
  { title: 'New account', href: '/accounts/new', words: 'open', right: 'openAccounts' },
  {
    title: 'Payment orders',
    href: '/orders',
    words: 'standing orders scheduled recurring upcoming',
    right: 'readAccounts',
  },
  {
    title: 'New payment order',
    href: '/orders/new',
    words: 'standing order schedule recurring',
    right: 'transfer',
  },
  {
    title: 'Cases',
    href: '/cases',
    words: 'notes documents files customers',
    right: 'readCases',
  },
  { title: 'New case', href: '/cases/new', words: 'note document file', right: 'writeCases' },
  { title: 'Audit trail', href: '/audit', words: 'events log history timeline', right: 'readBank' },
  {
    title: 'Refused attempts',
    href: '/audit?refused=only',
    words: 'audit refusals failed',
    right: 'readBank',
  },
  { title: 'Late entries', href: '/audit?late=only', words: 'audit postings', right: 'readBank' },
  {
    title: 'Whole bank on a date',
    href: '/bank/at',
    words: 'totals balances past time machine compare',
    right: 'readBank',
  },
  {
    title: 'Insights',
    href: '/bank/insights',
    words: 'report flows largest hours sizes statistics',
    right: 'readBank',
  },
  {
    title: 'Dormant accounts',
    href: '/bank/insights/dormant',
    words: 'inactive quiet',
    right: 'readBank',
  },
  {
    title: 'Access log',
    href: '/access',
    words: 'sign-ins denied security people',
    right: 'readAccessLog',
  },
  {
    title: 'API tokens',
    href: '/people/tokens',
    words: 'bearer programs services scopes',
    right: 'manageTokens',
  },
  {
    title: 'Approvals',
    href: '/approvals',
    words: 'requests four eyes waiting approve reject',
    right: 'readBank',
  },
  { title: 'Trial balance', href: '/bank/trial-balance', words: 'books ledger', right: 'readBank' },
]

/** The pages that a viewer can open and whose name or subject a search begins. */
export function findPages(viewer: Viewer, q: string): SearchHitJson[] {
  return PAGES.filter(({ right }) => may(viewer, right))
    .filter(({ title, words = '' }) => hasWords(q, title, words))
    .map(({ title, href }) => ({ title, detail: null, href, amount: null }))
}

const ACCOUNT_PAGES: readonly (Page & { readonly right?: AccountRight })[] = [
  { title: 'Transfer', href: 'transfer', words: 'send pay payment', right: 'transfer' },
  { title: 'Deposit', href: 'deposit', words: 'pay in cash', right: 'moveCash' },
  { title: 'Withdraw', href: 'withdraw', words: 'pay out cash', right: 'moveCash' },
  { title: 'All events', href: 'events', words: 'audit trail timeline history statement' },
  { title: 'View a past date', href: 'at', words: 'time machine balance then' },
  {
    title: 'Forecast',
    href: 'forecast',
    words: 'available on a date upcoming payments future balance',
  },
  { title: 'Holds', href: 'holds', right: 'manageHolds' },
  { title: 'Freeze', href: 'freeze', words: 'unfreeze block', right: 'freeze' },
  { title: 'Limits', href: 'limits', words: 'overdraft daily', right: 'setLimits' },
  {
    title: 'Customers',
    href: 'customers',
    words: 'rename name reference second',
    right: 'changeHolders',
  },
]

/** The pages of one account. */
export async function findAccountPages(
  viewer: Viewer,
  account: AccountRow,
  q: string,
): Promise<SearchHitJson[]> {
  const rights = await rightsOn(viewer, account.id)
  const isOpen = account.status !== 'closed'
  return ACCOUNT_PAGES.filter(({ right }) => !right || (isOpen && rights.includes(right)))
    .filter(({ title, words = '' }) => hasWords(q, title, words))
    .map(({ title, href }) => ({
      title,
      detail: null,
      href: `/accounts/${account.id}/${href}`,
      amount: null,
    }))
}
