/**
 * What a page is to whom: 200, or 404 for those who may not see it. Whoever has no session is sent to
 * sign in, and so is a token: none works on a page.
 */
/** Who has no session. */
export const UNSEEN = ['nobody', 'disabled', 'revoked', 'service', 'narrow']
const STAFF = ['teller', 'auditor', 'admin']
const EVERYBODY = ['customer', 'stranger', ...STAFF]
const OWN = ['customer', ...STAFF]
const CONTROL = ['auditor', 'admin']

/**
 * Every page: an address, who sees it, who is sent on to another page, and who finds a form for a
 * command there. Everybody else with a session gets 404.
 */
export const PAGES = {
  '/': { path: '/', isOpen: true, moves: [...EVERYBODY, ...UNSEEN] },
  '/access': { path: '/access', sees: CONTROL },
  '/accounts': { path: '/accounts', sees: EVERYBODY },
  '/accounts/[id]': { path: '/accounts/ID', sees: OWN },
  '/accounts/[id]/at': { path: '/accounts/ID/at', sees: OWN },
  '/accounts/[id]/at/[moment]': { path: '/accounts/ID/at/v1', sees: OWN },
  '/accounts/[id]/at/[moment]/compare': { path: '/accounts/ID/at/v1/compare', sees: OWN },
  '/accounts/[id]/at/[moment]/explain': { path: '/accounts/ID/at/v1/explain', sees: OWN },
  '/accounts/[id]/at/[moment]/fold': { path: '/accounts/ID/at/v1/fold', sees: OWN },
  '/accounts/[id]/close': { path: '/accounts/ID/close', sees: STAFF },
  '/accounts/[id]/customers': { path: '/accounts/ID/customers', sees: STAFF, forms: ['teller'] },
  '/accounts/[id]/deposit': {
    path: '/accounts/ID/deposit',
    sees: OWN,
    forms: ['customer', 'teller'],
  },
  '/accounts/[id]/events': { path: '/accounts/ID/events', sees: OWN },
  '/accounts/[id]/events/[version]': { path: '/accounts/ID/events/2', sees: OWN },
  '/accounts/[id]/events/[version]/reverse': {
    path: '/accounts/ID/events/2/reverse',
    sees: ['teller'],
    forms: ['teller'],
  },
  '/accounts/[id]/forecast': { path: '/accounts/ID/forecast', sees: OWN },
  '/accounts/[id]/freeze': { path: '/accounts/ID/freeze', sees: STAFF, forms: ['teller'] },
  '/accounts/[id]/holds': { path: '/accounts/ID/holds', sees: OWN, forms: ['teller'] },
  '/accounts/[id]/limits': { path: '/accounts/ID/limits', sees: STAFF, forms: ['teller', 'admin'] },
  '/accounts/[id]/receipts/[commandId]': { path: '/accounts/ID/receipts/RECEIPT', sees: OWN },
  '/accounts/[id]/refusals/[commandId]': { path: '/accounts/ID/refusals/REFUSED', sees: OWN },
  '/accounts/[id]/transfer': {
    path: '/accounts/ID/transfer',
    sees: OWN,
    forms: ['customer', 'teller'],
  },
  '/accounts/[id]/what-if': { path: '/accounts/ID/what-if', sees: OWN },
  '/accounts/[id]/withdraw': {
    path: '/accounts/ID/withdraw',
    sees: OWN,
    forms: ['customer', 'teller'],
  },
  '/cases': { path: '/cases', sees: STAFF },
  '/cases/[id]': { path: '/cases/CASE', sees: STAFF, forms: ['teller'] },
  '/cases/[id]/edit': { path: '/cases/CASE/edit', sees: STAFF, forms: ['teller'] },
  '/cases/[id]/revisions/[n]': { path: '/cases/CASE/revisions/1?show=lines', sees: STAFF },
  '/cases/new': { path: '/cases/new', sees: STAFF, forms: ['teller'] },
  '/accounts/new': {
    path: '/accounts/new',
    sees: EVERYBODY,
    forms: ['customer', 'stranger', 'teller'],
  },
  '/accounts/waiting/[kind]': { path: '/accounts/waiting/frozen', sees: STAFF },
  '/approvals': { path: '/approvals', sees: STAFF },
  '/approvals/[id]': { path: '/approvals/APPROVAL', sees: STAFF, forms: ['teller'] },
  '/audit': { path: '/audit', sees: STAFF },
  '/bank': { path: '/bank', moves: EVERYBODY },
  '/bank/at': { path: '/bank/at', sees: STAFF },
  '/bank/insights': { path: '/bank/insights', sees: STAFF },
  '/bank/insights/dormant': { path: '/bank/insights/dormant', sees: STAFF },
  '/bank/insights/sizes/[currency]/[size]': { path: '/bank/insights/sizes/EUR/1', sees: STAFF },
  '/bank/trial-balance': { path: '/bank/trial-balance', sees: STAFF },
  '/join/[token]': { path: '/join/none', isOpen: true, sees: EVERYBODY },
  '/operations': { path: '/operations', sees: STAFF },
  '/orders': { path: '/orders', sees: EVERYBODY },
  '/orders/[id]': { path: '/orders/ORDER', sees: OWN, forms: ['customer', 'teller'] },
  '/orders/[id]/change': {
    path: '/orders/ORDER/change',
    sees: OWN,
    forms: ['customer', 'teller'],
  },
  '/orders/batches': { path: '/orders/batches', sees: EVERYBODY },
  '/orders/batches/[id]': { path: '/orders/batches/BATCH', sees: OWN },
  '/orders/batches/new': {
    path: '/orders/batches/new',
    sees: EVERYBODY,
    forms: ['customer', 'stranger', 'teller'],
  },
  '/orders/new': {
    path: '/orders/new?from=ID',
    sees: OWN,
    forms: ['customer', 'teller'],
  },
  '/people': { path: '/people', sees: CONTROL, forms: ['admin'] },
  '/people/[id]': { path: '/people/demo-second-teller', sees: CONTROL, forms: ['admin'] },
  '/me': { path: '/me', sees: EVERYBODY },
  '/people/tokens': { path: '/people/tokens', sees: ['admin'] },
  '/search': { path: '/search?q=ada', sees: EVERYBODY },
  '/settings': { path: '/settings', sees: EVERYBODY },
  '/sign-in': { path: '/sign-in', isOpen: true, moves: EVERYBODY },
  '/sign-in/code': { path: '/sign-in/code', isOpen: true, moves: EVERYBODY },
  '/streams/[id]': { path: '/streams/ID', moves: OWN },
  '/streams/[id]/compare': { path: '/streams/ID/compare?from=v1&to=v2', moves: OWN },
  '/streams/[id]/events/[version]': { path: '/streams/ID/events/1', moves: OWN },
  '/streams/[id]/fold': { path: '/streams/ID/fold', moves: OWN },
  '/streams/[id]/refusals/[commandId]': { path: '/streams/ID/refusals/REFUSED', sees: OWN },
}
