import { randomUUID } from 'node:crypto'
import { type Bank, problemOf } from './bank'

/** What the address of a page is about: an account, its receipt, refused command, past moment and order. */
export type Subject = { id: string; receipt: string; refused: string; asOf: string; order: string }

/** Every page of the bank, in each state that an address can lead to. */
export const PAGES: Record<string, (subject: Subject) => string> = {
  accounts: () => '/accounts',
  'no account found': () => `/accounts?q=${randomUUID()}`,
  'a new account': () => '/accounts/new',
  'one’s own page': () => '/me',
  'frozen accounts': () => '/accounts/waiting/frozen',
  'accounts without a customer': () => '/accounts/waiting/without-customer',
  search: () => '/search',
  'what a search found': () => '/search?q=last+month',
  'a search that found nothing': () => `/search?q=${randomUUID()}`,
  'a nickname that was refused': ({ id }) => `/accounts/${id}?nickname=${'x'.repeat(41)}`,
  account: ({ id }) => `/accounts/${id}`,
  'a deposit': ({ id }) => `/accounts/${id}/deposit`,
  'a withdrawal': ({ id }) => `/accounts/${id}/withdraw`,
  'a transfer': ({ id }) => `/accounts/${id}/transfer`,
  holds: ({ id }) => `/accounts/${id}/holds`,
  freeze: ({ id }) => `/accounts/${id}/freeze`,
  limits: ({ id }) => `/accounts/${id}/limits`,
  customers: ({ id }) => `/accounts/${id}/customers`,
  closing: ({ id }) => `/accounts/${id}/close`,
  'a reversal': ({ id }) => `/accounts/${id}/events/2/reverse`,
  timeline: ({ id }) => `/accounts/${id}/events`,
  'a filtered timeline': ({ id }) => `/accounts/${id}/events?direction=in&min=1&refused=also`,
  'a timeline with an event open': ({ id }) => `/accounts/${id}/events?event=2`,
  'a timeline that can’t be shown': ({ id }) => `/accounts/${id}/events?type=x&from=2026-02-30`,
  'one event': ({ id }) => `/accounts/${id}/events/2`,
  'a refused attempt': ({ id, refused }) => `/accounts/${id}/refusals/${refused}`,
  'a timeline with a refused attempt open': ({ id, refused }) =>
    `/accounts/${id}/events?refused=also&attempt=${refused}`,
  'a timeline opened at a date': ({ id }) => `/accounts/${id}/events?at=2001-01-01&zone=UTC`,
  'the audit of the whole bank': () => '/audit',
  'the audit of one account': ({ id }) => `/audit?account=${id}`,
  'the audit that can’t be shown': () => '/audit?account=nobody&min=x',
  'refused attempts of the whole bank': () => '/audit?refused=only',
  'the choice of a moment': ({ id }) => `/accounts/${id}/at`,
  'a refused moment': ({ id }) => `/accounts/${id}/at?date=2999-01-01&time=&zone=UTC`,
  'the past by version': ({ id }) => `/accounts/${id}/at/v1`,
  'the past by event': ({ id }) => `/accounts/${id}/at/v1?axis=events`,
  'why the balance is what it is now': ({ id }) => `/accounts/${id}/at/now/explain`,
  'now beside the past': ({ id }) => `/accounts/${id}/at/now/compare?with=v1`,
  'the past by date': ({ id, asOf }) => `/accounts/${id}/at/${asOf}?zone=Europe/Prague`,
  'why a balance is what it is': ({ id }) => `/accounts/${id}/at/v2/explain`,
  'two moments': ({ id }) => `/accounts/${id}/at/v1/compare`,
  'a second moment that is none': ({ id }) => `/accounts/${id}/at/v1/compare?with=v9`,
  'the fold': ({ id }) => `/accounts/${id}/at/v2/fold`,
  'what if': ({ id }) => `/accounts/${id}/what-if?without=2&perDay=1&from=v1&at=2`,
  'a what-if that can’t be read': ({ id }) => `/accounts/${id}/what-if?without=99&perDay=x&from=x`,
  'no such version': ({ id }) => `/accounts/${id}/at/v9`,
  'before the account': ({ id }) => `/accounts/${id}/at/2001-01-01T00:00:00.000Z`,
  receipt: ({ id, receipt }) => `/accounts/${id}/receipts/${receipt}`,
  'the whole bank': () => '/bank/at',
  'the whole bank then': ({ asOf }) => `/bank/at?asOf=${asOf}&zone=Europe/Prague`,
  'the whole bank at no moment': () => '/bank/at?asOf=yesterday',
  'the trial balance': () => '/bank/trial-balance',
  'the trial balance then': ({ asOf }) =>
    `/bank/trial-balance?asOf=${asOf}&knownAt=${asOf}&zone=Europe/Prague`,
  'the trial balance at no moment': () => '/bank/trial-balance?asOf=yesterday',
  'a refused moment of the trial balance': () =>
    '/bank/trial-balance?asOfDate=2999-01-01&asOfTime=&zone=UTC',
  'the events behind a figure': ({ asOf }) =>
    `/audit?ledger=cash&currency=EUR&asOf=${asOf}&zone=UTC`,
  approvals: () => '/approvals',
  cases: () => '/cases',
  'no cases found': () => `/cases?q=${randomUUID()}`,
  'a new case': ({ id }) => `/cases/new?accountId=${id}&event=1`,
  'payment orders': () => '/orders?state=all',
  'payment orders of an account': ({ id }) => `/orders?account=${id}`,
  'a new payment order without its account': () => '/orders/new',
  'a new payment order': ({ id }) => `/orders/new?from=${id}`,
  'a payment order': ({ order }) => `/orders/${order}`,
  'a payment order then': ({ order }) => `/orders/${order}?version=1`,
  'a payment order at no moment': ({ order }) => `/orders/${order}?date=2999-01-01`,
  'a change of a payment order': ({ order }) => `/orders/${order}/change`,
  'the events of a payment order': ({ order }) => `/streams/${order}`,
  'a forecast': ({ id }) => `/accounts/${id}/forecast`,
  'a forecast for no date': ({ id }) => `/accounts/${id}/forecast?on=2001-01-01`,
  insights: () => '/bank/insights?currency=EUR',
  'insights of long ago': () =>
    '/bank/insights?currency=CZK&by=month&from=1993-01-01&to=1994-12-31',
  'insights that can’t be': () => '/bank/insights?from=2026-02-30',
  'dormant accounts': () => '/bank/insights/dormant',
  'balances of a size': () => '/bank/insights/sizes/CZK/7',
  settings: () => '/settings',
  'no such account': () => `/accounts/${randomUUID()}`,
  'no such page': () => '/nowhere',
}

/** Those that a customer sees otherwise than a teller. */
export const CUSTOMER_PAGES = [
  ...['accounts', 'no account found', 'a new account', 'account', 'a deposit', 'a withdrawal'],
  ...['a transfer', 'timeline', 'one event', 'the past by version', 'no such page'],
  ...['what a search found', 'a nickname that was refused', 'payment orders', 'a payment order'],
  ...['a new payment order', 'a forecast'],
]

/** Those that an auditor sees otherwise than a teller. */
export const AUDITOR_PAGES = [
  ...['accounts', 'account', 'a timeline with an event open', 'one event', 'the past by version'],
  ...['the audit of the whole bank', 'the whole bank', 'insights'],
]

/** Pages of auditors and administrators only, as an administrator sees them. */
export const ADMIN_PAGES: typeof PAGES = {
  operations: () => '/operations',
  people: () => '/people',
  'people who were searched': () => '/people?q=oka&role=teller',
  'nobody found': () => `/people?q=${randomUUID()}`,
  'a person': () => '/people/demo-second-teller',
  'oneself as a person': () => '/people/demo-admin',
  'no such person': () => '/people/nobody',
}

/** An account of its own for a page, with a long name and a large deposit. */
export async function openSubject(
  bank: Bank,
  owner: { customerEmail?: string } = {},
): Promise<Subject> {
  const { accountId: id } = await bank.open({
    ...owner,
    owner: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3),
  })
  const { events } = await bank.deposit(id, '1234567890.12', { note: 'A long note '.repeat(9) })
  const refused = randomUUID()
  const tooMuch = { commandId: refused, type: 'Withdraw', accountId: id, amount: '9999999999.00' }
  const { status } = await problemOf(await bank.command(tooMuch))
  if (status !== 422) throw new Error(`The withdrawal was answered with ${status}.`)
  const order = randomUUID()
  const schedule = { first: '2999-01-31', every: 'month' }
  const { accountId: toAccountId } = await bank.open({ owner: 'Rent '.repeat(30) })
  const asked = { orderId: order, accountId: id, toAccountId, amount: '1234.50', schedule }
  const commandId = randomUUID()
  await bank.command({ commandId, type: 'CreatePaymentOrder', ...asked, reference: 'Rent' })
  return {
    id,
    refused,
    order,
    receipt: events[0]?.commandId ?? '',
    asOf: events[0]?.occurredAt ?? '',
  }
}
