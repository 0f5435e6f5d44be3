import { askApproval, openAccount, send, upload } from './callers.mjs'

const STAFF = ['teller', 'auditor', 'admin']
const EVERYBODY = ['customer', 'stranger', ...STAFF]

/**
 * Every server action: who has an effect with it, and a form that has one. Nobody else may change
 * anything. `prepare` makes what the form is about, new for each of those who may; without one it is
 * an account of the customer. `proof`: it asks who did not prove lately who they are, and has no effect then. `isPlain`: it takes its form alone, without a state. `writes` is false for actions that change no more than a cookie.
 */
export const ACTIONS = {
  assignCustomer: tellers({ customerEmail: 'second-customer@example.com' }),
  assignSecondCustomer: tellers({ customerEmail: 'second-customer@example.com', rights: 'read' }),
  changeCase: {
    who: ['teller'],
    prepare: openCase,
    fields: caseFileId => ({ ...command(), caseFileId, change: 'CloseCaseFile' }),
  },
  changePerson: {
    who: ['admin'],
    proof: true,
    prepare: addPerson,
    fields: personId => ({ personId, change: 'disable', ...command() }),
  },
  changeRole: {
    who: ['admin'],
    proof: true,
    prepare: addPerson,
    fields: personId => ({ personId, role: 'auditor', ...command() }),
  },
  changeOrder: {
    who: ['customer', 'teller'],
    prepare: makeOrder,
    fields: orderId => ({ ...terms(), ...command(), orderId }),
  },
  changePassword: { who: [], fields: () => ({ present: 'wrong', next: 'correct horse battery' }) },
  chooseZone: {
    who: EVERYBODY,
    writes: false,
    isPlain: true,
    fields: () => ({ zone: 'Europe/Prague' }),
  },
  confirmMe: { who: [], fields: () => ({ confirmation: 'wrong' }) },
  closeAccount: { ...tellers({}), prepare: ({ json }) => openAt(json, '0.00') },
  createToken: {
    who: ['admin'],
    proof: true,
    prepare: async () => null,
    fields: () => ({ name: 'Doors', role: 'auditor', scope: 'accounts:read', days: '7' }),
  },
  decideBatch: {
    who: ['teller'],
    prepare: makeBatch,
    fields: batchId => ({ ...command(), batchId, move: 'WithdrawPaymentBatch' }),
  },
  decideRequest: {
    who: ['teller'],
    prepare: ({ json }) => askApproval(json),
    fields: approvalId => ({ ...command(), approvalId, move: 'WithdrawRequest' }),
  },
  deposit: { who: ['customer', 'teller'], fields: of({ amount: '1.00' }) },
  dropPasskey: { who: [], isPlain: true, fields: () => ({ id: 'nobody’s' }) },
  endOtherSessions: { who: [], isPlain: true, fields: () => ({}) },
  endSession: { who: [], isPlain: true, fields: () => ({ id: 'nobody’s' }) },
  endToken: {
    who: ['admin'],
    isPlain: true,
    prepare: async ({ makeToken }) => (await makeToken({})).id,
    fields: id => ({ id }),
  },
  enterCode: { who: [], fields: () => ({ code: '123456' }) },
  freezeAccount: tellers({ scope: 'debits', reason: 'Lost card' }),
  giveNickname: { who: ['customer'], isPlain: true, fields: nickname },
  invitePerson: {
    who: ['admin'],
    proof: true,
    fields: () => ({
      ...{ role: 'admin', name: 'Doors', email: `${crypto.randomUUID()}@example.com` },
      ...command(),
    }),
  },
  operateBank: {
    who: ['admin'],
    prepare: ({ sql }) => endJobs(sql),
    fields: () => ({ operation: 'check', subject: 'all' }),
  },
  makeOrder: {
    who: ['customer', 'teller'],
    fields: (accountId, { other }) => ({ ...terms(), ...command(), accountId, payee: other }),
  },
  moveOrder: {
    who: ['customer', 'teller'],
    prepare: makeOrder,
    fields: orderId => ({ ...command(), orderId, move: 'CancelPaymentOrder' }),
  },
  openAccount: {
    who: ['customer', 'stranger', 'teller'],
    fields: () => ({ owner: 'Doors', currency: 'EUR', openingBalance: '0', ...command() }),
  },
  openCase: {
    who: ['teller'],
    fields: accountId => ({ ...command(), accountId, title: 'Doors', text: 'Doors' }),
  },
  placeHold: tellers({ amount: '1.00', date: '2099-01-01', time: '12:00', zone: 'UTC' }),
  renameMe: { who: EVERYBODY, fields: () => ({ name: `Doors ${crypto.randomUUID()}` }) },
  renamePasskey: { who: [], isPlain: true, fields: () => ({ id: 'nobody’s', name: 'Doors' }) },
  renewCodes: { who: [], fields: () => ({ password: 'wrong' }) },
  renameAccount: tellers({ owner: 'Doors of another name' }),
  reviseCase: {
    who: ['teller'],
    prepare: openCase,
    fields: caseFileId => ({ ...command(), caseFileId, expectedVersion: '1', text: 'Other' }),
  },
  reverseEntry: { ...tellers({ version: '2', reason: 'Wrong' }), prepare: withDeposit },
  saveNickname: { who: ['customer'], fields: nickname },
  setLimits: { who: ['teller', 'admin'], proof: true, fields: of({ perDay: '700', zone: 'UTC' }) },
  setOverdraftLimit: { who: ['teller', 'admin'], proof: true, fields: of({ limit: '50' }) },
  // Without a file nothing happens.
  uploadBatch: { who: [], fields: () => ({ ...command(), payer: '', step: 'pay' }) },
  // Whoever has a link sets its person's password; nobody has one here.
  setPassword: {
    who: [],
    fields: () => ({ token: 'x'.repeat(43), password: 'correct horse battery' }),
  },
  setReference: tellers({ reference: 'DOORS' }),
  setUpSecondFactor: { who: [], fields: () => ({ password: 'wrong' }) },
  settleHold: {
    who: ['teller'],
    prepare: withHold,
    fields: ({ id, holdId }) => ({ ...of({ what: 'release' })(id), holdId }),
  },
  signIn: { who: [], fields: () => ({ email: 'customer@example.com', password: 'wrong' }) },
  signOut: { who: [], isPlain: true, isLast: true, fields: () => ({}) },
  transfer: {
    who: ['customer', 'teller'],
    fields: (id, { other }) => ({ ...of({ amount: '1.00', step: 'send' })(id), payee: other }),
  },
  turnSecondFactorOff: { who: [], fields: () => ({ password: 'wrong' }) },
  unfreezeAccount: { ...tellers({}), prepare: frozen },
  withdraw: { who: ['customer', 'teller'], fields: of({ amount: '1.00' }) },
}

/** The same work is under way once: what somebody asked for before would be in the way. */
async function endJobs(sql) {
  await sql`update jobs set ended_at = now(), outcome = 'done' where ended_at is null`
}

async function openCase({ json }) {
  const caseFileId = crypto.randomUUID()
  const accountId = await openAccount(json, {})
  const opened = { caseFileId, accountId, title: 'Doors', text: 'Doors' }
  await send(json, 'teller', { type: 'OpenCaseFile', ...opened })
  return caseFileId
}

async function addPerson({ sql }) {
  const id = `doors-${crypto.randomUUID()}`
  await sql`insert into auth_users (id, name, email, role)
    values (${id}, 'Doors', ${`${id}@example.com`}, 'customer')`
  return id
}

function tellers(fields) {
  return { who: ['teller'], fields: of(fields) }
}

/** A command's form on an account. */
function of(fields) {
  return accountId => ({ step: 'send', ...fields, accountId, ...command() })
}

function command() {
  return { commandId: crypto.randomUUID(), step: 'send' }
}

function nickname(accountId) {
  return { accountId, nickname: `Doors ${crypto.randomUUID().slice(0, 8)}` }
}

function openAt(json, openingBalance) {
  return openAccount(json, { openingBalance })
}

async function withDeposit({ json }) {
  const accountId = await openAccount(json, {})
  await send(json, 'teller', { type: 'Deposit', accountId, amount: '1.00' })
  return accountId
}

async function withHold({ json }) {
  const accountId = await openAccount(json, {})
  const expiresAt = '2099-01-01T00:00:00Z'
  const hold = { type: 'PlaceHold', accountId, amount: '1.00', expiresAt }
  const { commandId } = await send(json, 'teller', hold)
  return { id: accountId, holdId: commandId }
}

/** Of a payment order. */
function terms() {
  return { kind: 'fixed', amount: '2.00', every: 'once', first: '2999-02-01', holidays: 'as-is' }
}

/** A large batch that a teller uploaded, who may withdraw it. */
async function makeBatch(there) {
  const accountId = await openAccount(there.json, {})
  return upload(there, accountId, there.other, '60000.00')
}

async function makeOrder({ json, other }) {
  const [accountId, orderId] = [await openAccount(json, {}), crypto.randomUUID()]
  const schedule = { first: '2999-01-01', every: 'once' }
  const order = { orderId, accountId, toAccountId: other, amount: '1.00', schedule }
  await send(json, 'teller', { type: 'CreatePaymentOrder', ...order })
  return orderId
}

async function frozen({ json }) {
  const accountId = await openAccount(json, {})
  await send(json, 'teller', { type: 'FreezeAccount', accountId, scope: 'all', reason: 'Lost' })
  return accountId
}
