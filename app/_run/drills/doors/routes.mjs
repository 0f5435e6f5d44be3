/** What the API answers to whom, by the kind of door. Absent callers get 403. */
const OUT = { nobody: 401, disabled: 401, revoked: 401 }
const STAFF = { teller: 200, auditor: 200, admin: 200 }

const everybody = status =>
  Object.fromEntries(
    [...Object.keys(OUT), 'customer', 'stranger', ...Object.keys(STAFF), 'service', 'narrow'].map(
      caller => [caller, status],
    ),
  )
const OWN = { ...OUT, ...STAFF, customer: 200, stranger: 404, service: 200, narrow: 403 }
const ACCOUNT = { ...OWN, narrow: 404 }
const SIGNED_IN = { ...OWN, stranger: 200 }
const BANK = { ...OUT, ...STAFF, service: 200 }
/** Customers don’t learn that there is anything. */
const UNSEEN = { ...BANK, customer: 404, stranger: 404 }
const CONTROL = { ...OUT, auditor: 200, admin: 200 }

/**
 * Every API route: each method of it, with an address and what each caller gets. `proof`: people who
 * did not prove lately who they are get 403.
 */
export const ROUTES = {
  '/api/[[...rest]]': [get('/api/nothing', everybody(404))],
  '/api/access': [get('/api/access', CONTROL)],
  '/api/access/export': [get('/api/access/export?format=csv&address=none', CONTROL)],
  '/api/accounts': [get('/api/accounts', { ...SIGNED_IN, narrow: 200 })],
  '/api/accounts/[id]': [get('/api/accounts/ID', ACCOUNT)],
  '/api/accounts/[id]/comparison': [get('/api/accounts/ID/comparison?from=v1&to=v2', OWN)],
  '/api/accounts/[id]/course': [get('/api/accounts/ID/course', OWN)],
  '/api/accounts/[id]/events': [get('/api/accounts/ID/events', OWN)],
  '/api/accounts/[id]/events/[version]': [get('/api/accounts/ID/events/1', OWN)],
  '/api/accounts/[id]/events/export': [get('/api/accounts/ID/events/export?format=csv', OWN)],
  '/api/accounts/[id]/explanation': [get('/api/accounts/ID/explanation?version=1', OWN)],
  '/api/accounts/[id]/fold': [get('/api/accounts/ID/fold?from=1&to=1', OWN)],
  '/api/accounts/[id]/forecast': [get('/api/accounts/ID/forecast', ACCOUNT)],
  '/api/accounts/[id]/holds': [get('/api/accounts/ID/holds', ACCOUNT)],
  '/api/accounts/[id]/live': [get('/api/accounts/ID/live', OWN)],
  '/api/accounts/[id]/moment': [get('/api/accounts/ID/moment?version=1', ACCOUNT)],
  '/api/accounts/[id]/refusals/[commandId]': [get('/api/accounts/ID/refusals/REFUSED', OWN)],
  '/api/approvals': [get('/api/approvals', BANK)],
  '/api/auth/[...all]': [get('/api/auth/get-session', everybody(200))],
  '/api/bank': [get('/api/bank', BANK)],
  '/api/bank/accounts': [get('/api/bank/accounts', BANK)],
  '/api/bank/comparison': [
    get('/api/bank/comparison?asOf=2026-01-01T00:00:00Z&withAsOf=2026-01-02T00:00:00Z', BANK),
  ],
  '/api/bank/dormant': [get('/api/bank/dormant', BANK)],
  '/api/bank/insights': [get('/api/bank/insights', BANK)],
  '/api/bank/trial-balance': [get('/api/bank/trial-balance', BANK)],
  '/api/case-files': [get('/api/case-files?accountId=ID', UNSEEN)],
  '/api/case-files/[id]': [get('/api/case-files/CASE', UNSEEN)],
  '/api/case-files/[id]/events': [get('/api/case-files/CASE/events', UNSEEN)],
  '/api/commands': [
    post('/api/commands', deposit, {
      ...OUT,
      ...{ customer: 200, stranger: 404, teller: 200, service: 200 },
    }),
    post('/api/commands', transfer, {
      ...OUT,
      ...{ customer: 200, stranger: 404, teller: 200, service: 200 },
    }),
    post('/api/commands', reference, { ...OUT, stranger: 404, teller: 200, service: 200 }),
    // The teller asked for it, and nobody approves what they asked for.
    post('/api/commands', approval, { ...OUT, teller: 422 }),
    post('/api/commands', caseFile, {
      ...OUT,
      ...{ customer: 404, stranger: 404, teller: 200, service: 200 },
    }),
    post('/api/commands', order, {
      ...OUT,
      ...{ customer: 200, stranger: 404, teller: 200, service: 200 },
    }),
    {
      ...post('/api/commands', limits, {
        ...OUT,
        ...{ stranger: 404, teller: 200, admin: 200, service: 200 },
      }),
      proof: true,
    },
  ],
  '/api/events': [get('/api/events', BANK)],
  '/api/events/export': [get('/api/events/export?format=csv&account=ID', BANK)],
  '/api/events/live': [get('/api/events/live', BANK)],
  '/api/health': [get('/api/health', everybody(200))],
  '/api/health/live': [get('/api/health/live', everybody(200))],
  '/api/health/ready': [get('/api/health/ready', everybody(200))],
  '/api/operations': [get('/api/operations', { ...OUT, ...STAFF })],
  '/api/payment-batches': [
    get('/api/payment-batches?accountId=ID', OWN),
    // Without a file: whoever may not send commands hears that first.
    post('/api/payment-batches?accountId=ID', () => ({}), {
      ...OUT,
      ...{ customer: 400, stranger: 400, teller: 400, admin: 400, service: 400 },
    }),
  ],
  '/api/payment-batches/[id]': [get('/api/payment-batches/BATCH', OWN)],
  '/api/payment-batches/[id]/events': [get('/api/payment-batches/BATCH/events', OWN)],
  '/api/payment-orders': [get('/api/payment-orders?accountId=ID', OWN)],
  '/api/payment-orders/[id]': [get('/api/payment-orders/ORDER', OWN)],
  '/api/payment-orders/[id]/events': [get('/api/payment-orders/ORDER/events', OWN)],
  '/api/payees': [get('/api/payees?number=NUMBER', SIGNED_IN)],
  '/api/search': [get('/api/search?q=ada', SIGNED_IN)],
  '/api/session': [
    post('/api/session', () => ({}), { ...SIGNED_IN, stranger: 200, service: 401, narrow: 401 }),
  ],
  '/api/streams/[id]/comparison': [get('/api/streams/ID/comparison?from=v1&to=v2', OWN)],
  '/api/streams/[id]/events': [get('/api/streams/ID/events', OWN)],
  '/api/streams/[id]/events/[version]': [get('/api/streams/ID/events/1', OWN)],
  '/api/streams/[id]/events/export': [get('/api/streams/ID/events/export?format=json', OWN)],
  '/api/streams/[id]/fold': [get('/api/streams/ID/fold?from=1&to=1', OWN)],
  '/api/streams/[id]/live': [get('/api/streams/ID/live', OWN)],
  '/api/streams/[id]/refusals/[commandId]': [get('/api/streams/ID/refusals/REFUSED', OWN)],
  '/api/tokens': [
    get('/api/tokens', { ...OUT, admin: 200 }),
    { ...post('/api/tokens', token, { ...OUT, admin: 201 }), proof: true },
  ],
  '/api/tokens/[id]': [
    { method: 'DELETE', path: '/api/tokens/TOKEN', expected: { ...OUT, admin: 204 } },
  ],
}

function get(path, expected) {
  return { method: 'GET', path, expected }
}

/** `bodyOf` makes a new body for each call. */
function post(path, bodyOf, expected) {
  return { method: 'POST', path, bodyOf, expected }
}

function deposit({ id }) {
  return { commandId: crypto.randomUUID(), type: 'Deposit', accountId: id, amount: '1.00' }
}

function transfer({ id, other }) {
  const amount = '0.01'
  const commandId = crypto.randomUUID()
  return { commandId, type: 'Transfer', accountId: id, toAccountId: other, amount }
}

function reference({ other: accountId }) {
  const commandId = crypto.randomUUID()
  return { commandId, type: 'SetReference', accountId, reference: commandId.slice(0, 8) }
}

function caseFile({ id: accountId }) {
  const commandId = crypto.randomUUID()
  return { commandId, type: 'OpenCaseFile', accountId, title: 'Doors', text: 'Doors' }
}

function order({ id, other }) {
  const type = 'CreatePaymentOrder'
  const schedule = { first: '2999-01-01', every: 'once' }
  const payment = { accountId: id, toAccountId: other, amount: '1.00', schedule }
  return { commandId: crypto.randomUUID(), type, ...payment }
}

function limits({ other: accountId }) {
  const perDay = String(5_000 + Math.floor(Math.random() * 1e6))
  return { commandId: crypto.randomUUID(), type: 'SetLimits', accountId, perDay }
}

function approval({ APPROVAL: approvalId }) {
  return { commandId: crypto.randomUUID(), type: 'ApproveRequest', approvalId }
}

function token() {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  return { name: 'Doors', role: 'auditor', scopes: ['accounts:read'], expiresAt }
}
