/** Who calls each door. */
export const CALLERS = [
  ...['nobody', 'customer', 'stranger', 'teller', 'auditor', 'admin'],
  // Somebody disabled with a session, a token that was revoked, a service with every scope, and one
  // that may read one account, which is another.
  ...['disabled', 'revoked', 'service', 'narrow'],
]

const PASSWORD = 'daybook-demo'
const EMAILS = {
  customer: 'customer@example.com',
  stranger: 'second-customer@example.com',
  teller: 'teller@example.com',
  auditor: 'auditor@example.com',
  admin: 'doors-admin@example.com',
  disabled: 'doors-disabled@example.com',
}

const SCOPES = [
  ...['accounts:read', 'events:read', 'search:read', 'payees:read', 'bank:read', 'commands:write'],
  ...['cases:read', 'cases:write'],
]

/** The headers by which each caller is known. `sql` is a connection of the owner. */
export async function makeCallers(baseUrl, sql) {
  await addPerson(sql, 'doors-admin', 'admin')
  await addPerson(sql, 'doors-disabled', 'teller')
  const callers = { nobody: {} }
  for (const [name, email] of Object.entries(EMAILS)) callers[name] = await signIn(baseUrl, email)
  const json = (caller, path, body, method = 'POST') =>
    patiently(() =>
      fetch(baseUrl + path, {
        method,
        headers: { ...callers[caller], 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      }),
    )
  const make = async fields => {
    await confirmEverybody(sql)
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const asked = { name: 'Doors', role: 'teller', scopes: SCOPES, expiresAt, ...fields }
    const answer = await json('admin', '/api/tokens', asked)
    if (answer.status !== 201) throw new Error(`No token was made: ${await answer.text()}`)
    const { id, token } = await answer.json()
    return { id, headers: { authorization: `Bearer ${token}` } }
  }
  const account = await openAccount(json, {})
  callers.service = (await make({})).headers
  callers.narrow = (await make({ scopes: ['accounts:read'], accountIds: [account] })).headers
  const revoked = await make({})
  await json('admin', `/api/tokens/${revoked.id}`, undefined, 'DELETE')
  callers.revoked = revoked.headers
  await sql`update auth_users set disabled_at = now() where id = 'doors-disabled'`
  return { callers, json, makeToken: make }
}

const TRIES_MAX = 5

/** Asks again after a 503: on a busy machine the bank refuses what it can't answer in time. */
export async function patiently(ask) {
  for (let tries = 1; ; tries++) {
    const answer = await ask()
    if (answer.status !== 503 || tries === TRIES_MAX) return answer
  }
}

/** Everybody counts as having just proved who they are: on a busy machine a drill takes minutes. */
export async function confirmEverybody(sql) {
  await sql`update auth_sessions set confirmed_at = now()`
}

/** Everybody counts as having proved who they are long ago. */
export async function doubtEverybody(sql) {
  await sql`update auth_sessions set confirmed_at = 'epoch'`
}

/** A person with the password of the demo people. */
async function addPerson(sql, id, role) {
  await sql`insert into auth_users (id, name, email, email_verified, role)
    values (${id}, ${id}, ${`${id}@example.com`}, true, ${role}) on conflict do nothing`
  await sql`insert into auth_accounts (id, account_id, provider_id, user_id, password)
    select ${`${id}-password`}, ${id}, 'credential', ${id}, password
    from auth_accounts where user_id = 'demo-teller' and provider_id = 'credential'
    on conflict do nothing`
}

async function signIn(baseUrl, email) {
  const answer = await patiently(() =>
    fetch(`${baseUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': addressOf(email) },
      body: JSON.stringify({ email, password: PASSWORD }),
    }),
  )
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${answer.status}.`)
  return { cookie: answer.headers.getSetCookie()[0].split(';')[0] }
}

/** Everybody comes from an address of their own. */
function addressOf(email) {
  return `10.7.0.${Object.values(EMAILS).indexOf(email) + 1}`
}

/** Opens an account of the customer with 100 EUR; returns its id. */
export async function openAccount(json, fields) {
  const { accountId } = await send(json, 'teller', {
    ...{ type: 'CreateAccount', owner: 'Doors', currency: 'EUR', openingBalance: '100.00' },
    customerEmail: EMAILS.customer,
    ...fields,
  })
  return accountId
}

/** A batch of one payment in the far future. */
export async function upload({ json, baseUrl, callers }, from, to, amount = '1.00') {
  const { number } = await (await json('teller', `/api/accounts/${to}`, undefined, 'GET')).json()
  const query = `accountId=${from}&commandId=${crypto.randomUUID()}&name=doors.csv`
  const answer = await patiently(() =>
    fetch(`${baseUrl}/api/payment-batches?${query}`, {
      method: 'POST',
      headers: { ...callers.teller, 'content-type': 'text/csv' },
      body: `account,amount,date\n${number},${amount},2999-01-01\n`,
    }),
  )
  if (answer.status !== 201) throw new Error(`No batch was made: ${await answer.text()}`)
  return (await answer.json()).batch.batchId
}

/** Sends a command that must be accepted; returns its answer, with the id of the command. */
export async function send(json, caller, fields) {
  const body = { commandId: crypto.randomUUID(), ...fields }
  const answer = await json(caller, '/api/commands', body)
  if (!answer.ok) throw new Error(`${fields.type} was refused: ${await answer.text()}`)
  return { ...(await answer.json()), commandId: body.commandId }
}

/** A request of the teller that waits for another one: the reversal of a large entry; returns its id. */
export async function askApproval(json) {
  const accountId = await openAccount(json, {})
  await send(json, 'teller', { type: 'Deposit', accountId, amount: '60000.00' })
  const reversal = { type: 'ReverseEntry', accountId, version: 2, reason: 'Wrong' }
  const { approvalId } = await send(json, 'teller', reversal)
  return approvalId
}
