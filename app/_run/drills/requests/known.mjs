import { actionIds, formsIn } from './forms.mjs'

/** The senders of requests, by the e-mail that they sign in with. */
export const PEOPLE = {
  nobody: null,
  customer: 'customer@example.com',
  teller: 'teller@example.com',
}
const PASSWORD = 'daybook-demo'

const PAGES = [
  ...['/', '/accounts', '/accounts/new', '/accounts/ID', '/accounts/ID/events', '/audit', '/bank'],
  ...['/accounts/ID/events/1', '/accounts/ID/at', '/accounts/ID/at/v1', '/accounts/ID/at/v1/fold'],
  ...['/accounts/ID/at/v1/explain', '/accounts/ID/at/v1/compare', '/bank/at', '/bank/insights'],
  ...[
    '/bank/trial-balance',
    '/bank/insights/dormant',
    '/bank/insights/sizes/EUR/1',
    '/accounts/ID/receipts/x',
    '/accounts/ID/transfer',
    '/accounts/ID/deposit',
    '/accounts/ID/withdraw',
    '/sign-in',
  ],
  ...['/accounts/ID/holds', '/accounts/ID/freeze', '/accounts/ID/limits', '/accounts/ID/customers'],
  ...['/accounts/ID/close', '/accounts/ID/events/2/reverse'],
]
const ROUTES = [
  ...['/api/accounts', '/api/accounts/ID', '/api/accounts/ID/events', '/api/accounts/ID/events/1'],
  ...['/api/accounts/ID/events/export', '/api/accounts/ID/moment', '/api/accounts/ID/course'],
  ...['/api/accounts/ID/explanation', '/api/accounts/ID/comparison', '/api/accounts/ID/fold'],
  '/api/accounts/ID/holds',
  ...[
    '/api/accounts/ID/live',
    '/api/payees',
    '/api/events',
    '/api/events/export',
    '/api/events/live',
    '/api/bank',
  ],
  ...['/api/streams/ID/events', '/api/streams/ID/events/1', '/api/streams/ID/comparison'],
  ...['/api/bank/comparison', '/api/bank/accounts', '/api/bank/insights', '/api/bank/dormant'],
  '/api/bank/trial-balance',
  ...['/api/health', '/api/commands', '/api/auth/get-session', '/api/auth/x', '/api/nothing'],
]

/** The bank's accounts, forms, files and sessions that requests can name. */
export async function learn(baseUrl, port) {
  const cookies = {}
  for (const [as, email] of Object.entries(PEOPLE)) {
    cookies[as] = email === null ? null : await signIn(baseUrl, email)
  }
  const get = async (path, as) => {
    const headers = cookies[as] === null ? {} : { cookie: cookies[as] }
    return (await fetch(baseUrl + path, { headers })).text()
  }
  const own = JSON.parse(await get('/api/accounts?limit=5', 'customer')).items
  const all = JSON.parse(await get('/api/accounts?limit=5', 'teller')).items
  const accounts = [...own, ...all].map(({ id }) => id)
  const forms = []
  for (const [path, as] of [
    ['/sign-in', 'nobody'],
    ['/accounts/new', 'teller'],
    [`/accounts/${accounts[0]}/deposit`, 'customer'],
    [`/accounts/${accounts[0]}/transfer`, 'customer'],
    [`/accounts/${accounts[0]}/holds`, 'teller'],
    [`/accounts/${accounts[0]}/freeze`, 'teller'],
    [`/accounts/${accounts[0]}/limits`, 'teller'],
    [`/accounts/${accounts[0]}/customers`, 'teller'],
    [`/accounts/${accounts[0]}/events/2/reverse`, 'teller'],
  ]) {
    for (const fields of formsIn(await get(path, as))) forms.push([path, fields])
  }
  const [file] = /\/_next\/static\/[^"]+\.js/.exec(await get('/sign-in', 'nobody')) ?? []
  const files = [file, '/icon.svg', '/account.png', '/_next/static/nope.css']
  const actions = actionIds(forms)
  const [signOutId] = actionIds(forms.filter(([, fields]) => fields.length === 1))
  // A sign-out request ends its session, so it has one of its own.
  cookies.leaving = await signIn(baseUrl, PEOPLE.customer)
  const there = { accounts, forms, actions, signOutId, files, pages: PAGES, routes: ROUTES }
  return { baseUrl, port, cookies, ...there }
}

/** Signs in and returns the session cookie. */
export async function signIn(baseUrl, email) {
  const answer = await fetch(`${baseUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  })
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${answer.status}.`)
  return answer.headers.getSetCookie()[0].split(';')[0]
}
