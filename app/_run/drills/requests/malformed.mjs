import { brokenBytes } from './broken-bytes.mjs'
import { actionPost } from './malformed-forms.mjs'
import {
  COOKIES,
  HEADER_TEXTS,
  HEADERS,
  METHODS,
  PARAMETERS,
  POSTED,
  REDIRECTS,
  STATES,
} from './odd-parts.mjs'
import { ODD_CURSORS, ODD_DATES, ODD_PATHS, ODD_TEXTS, PROTOTYPE_NAMES } from './odd-texts.mjs'

/**
 * The kinds of malformed requests, each made at random from the bank's accounts, forms and static
 * files. Every one returns `{ method, target, headers, body }`, or `bytes`.
 */
export const KINDS = {
  paths: ({ pick }) => ({ target: pick(ODD_PATHS) }),
  parameters: (chance, bank) => {
    const names = [...PROTOTYPE_NAMES, ...PARAMETERS]
    const parts = [1, 2, 3].slice(chance.below(3)).map(() => {
      const name = chance.percent(20) ? chance.pick(ODD_TEXTS) : chance.pick(names)
      return `${written(chance, name)}=${written(chance, valueFor(chance, name))}`
    })
    return { target: `${aTarget(chance, bank)}?${parts.join('&')}` }
  },
  methods: (chance, bank) => ({
    method: chance.pick(METHODS),
    target: chance.percent(50) ? chance.pick(ODD_PATHS.slice(0, 60)) : aTarget(chance, bank),
    ...(chance.percent(30) && {
      headers: ['content-length: 2', 'content-type: text/plain'],
      body: '{}',
    }),
  }),
  headers: (chance, bank) => ({
    target: aTarget(chance, bank),
    headers: HEADERS.filter(() => chance.percent(20)).map(
      name => `${name}: ${headerText(chance, chance.pick(HEADER_TEXTS))}`,
    ),
  }),
  cookies: (chance, bank) => {
    const cookies = [1, 2, 3].map(
      () => `${chance.pick(COOKIES)}=${headerText(chance, chance.pick(ODD_TEXTS))}`,
    )
    return { target: aTarget(chance, bank), headers: [`cookie: ${cookies.join('; ')}`] }
  },
  bodies: (chance, bank) => {
    const target = chance.pick(POSTED)
    const request = posted(chance, target, jsonBody(chance, bank))
    return target.endsWith('/sign-out') ? { ...request, as: 'leaving' } : request
  },
  actions: (chance, bank) => actionPost(chance, bank),
  router: (chance, bank) => ({
    target: `${aPage(chance, bank)}${chance.percent(30) ? '?_rsc=x' : ''}`,
    headers: ['rsc: 1', ...ROUTER.filter(() => chance.percent(35)).map(line => line(chance))],
  }),
  cursors: (chance, bank) => {
    const name = chance.pick(['cursor', 'through', 'limit', 'before', 'after', 'page'])
    const value = chance.percent(70) ? chance.pick(ODD_CURSORS) : chance.pick(ODD_TEXTS)
    return { target: `${aTarget(chance, bank)}?${name}=${written(chance, value)}` }
  },
  dates: (chance, bank) => datedRequest(chance, bank),
  redirects: ({ pick, percent }) => {
    const next = pick(REDIRECTS) + pick(['', '/x', '?y', '#z', '/../..', '%2f', '\t'])
    return { target: `/sign-in?next=${percent(80) ? encodeURIComponent(next) : next}` }
  },
  bearer: (chance, bank) => {
    const own = ['content-type: application/json', `origin: http://127.0.0.1:${bank.port}`]
    const headers = [`authorization: ${chance.pick(TOKENS)}`, ...own]
    return { ...validCommand(chance, bank, headers), as: 'nobody' }
  },
  // Nothing is wrong with these but the sender, so the bank carries some of them out.
  commands: (chance, bank) => {
    const { isRefused: _, ...request } = validCommand(chance, bank, [
      'content-type: application/json',
    ])
    return request
  },
  // What a browser sends for a page of another site; the sender is signed in.
  crossSite: (chance, bank) => {
    const isPlain = chance.percent(30)
    const type = isPlain ? chance.pick(PLAIN_TYPES) : 'content-type: application/json'
    return validCommand(chance, bank, [type, ...(isPlain ? [] : chance.pick(foreign(bank)))])
  },
  wire: brokenBytes,
}

const ROUTER = [
  chance => `next-router-state-tree: ${chance.pick(STATES)}`,
  chance => `next-router-prefetch: ${chance.pick(['1', '2', 'x', '', '__proto__'])}`,
  chance =>
    `next-router-segment-prefetch: ${chance.pick(['/_tree', '/x', '../..', 'constructor', ''])}`,
  chance =>
    `next-url: ${headerText(chance, chance.pick(['/', '(((', '[[', 'http://x/[', '/%ZZ']))}`,
  chance => `next-hmr-refresh: ${chance.pick(['1', ''])}`,
  chance => `next-request-id: ${chance.pick(['1', 'x'.repeat(500)])}`,
]

function aPage({ pick }, { accounts, pages }) {
  return pick(pages).replace('ID', pick(accounts))
}

function aTarget(chance, bank) {
  if (chance.percent(5)) return chance.pick(bank.files)
  if (chance.percent(45)) return aPage(chance, bank)
  return chance.pick(bank.routes).replace('ID', chance.pick([...bank.accounts, 'x', chance.uuid()]))
}

function valueFor(chance, name) {
  if (/asOf|knownAt|from|to|at|date|time/i.test(name)) return chance.pick(ODD_DATES)
  if (/cursor|through|before|after/.test(name)) return chance.pick(ODD_CURSORS)
  return chance.pick(ODD_TEXTS)
}

/** A text in an address: mostly escaped, sometimes raw. */
function written({ percent }, text) {
  return percent(85) ? encodeURIComponent(text.toWellFormed?.() ?? text) : text.replaceAll(' ', '+')
}

/** A text in a header: mostly without characters that would end the header. */
function headerText({ percent }, text) {
  return percent(95) ? text.replaceAll(/[\r\n\0]/g, '') : text
}

function posted(chance, target, body) {
  const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x', '']
  const type = chance.percent(70) ? types[0] : chance.pick(types)
  const length = chance.percent(95) ? Buffer.byteLength(body) : chance.below(50)
  const headers = [`content-type: ${type}`, `content-length: ${length}`]
  return { method: 'POST', target, headers, body, hangUp: length > Buffer.byteLength(body) }
}

const TOKENS = [
  ...[
    'Bearer',
    'Bearer ',
    'Bearer x',
    'bearer null',
    'Bearer undefined',
    'Bearer a b c',
    'Bearer ,',
  ],
  ...['Basic dGVsbGVyOng=', 'Digest x', 'Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.', 'x'],
  ...[`Bearer ${'a'.repeat(8_000)}`, 'Bearer __proto__', "Bearer ' or 1=1 --", 'Bearer %00', 'B'],
]
const PLAIN_TYPES = [
  ...['content-type: text/plain', 'content-type: text/plain; application/json', 'content-type: x'],
  ...[
    'content-type: application/x-www-form-urlencoded',
    'content-type: multipart/form-data',
    'a: b',
  ],
]
const foreign = ({ port }) => [
  ...[['origin: null'], ['origin: http://evil.example'], [`origin: http://127.0.0.1:${port + 1}`]],
  ...[['sec-fetch-site: cross-site'], ['sec-fetch-site: same-site'], ['origin: x']],
  [`origin: http://127.0.0.1:${port}`, 'sec-fetch-site: cross-site'],
]

/** A deposit that the bank would carry out but for its headers. */
function validCommand(chance, bank, headers) {
  const body = JSON.stringify({
    ...{ commandId: chance.uuid(), type: 'Deposit', accountId: chance.pick(bank.accounts) },
    amount: '1.00',
  })
  const length = `content-length: ${Buffer.byteLength(body)}`
  const request = { method: 'POST', target: '/api/commands', headers: [...headers, length], body }
  return { ...request, isRefused: true }
}

const COMMANDS = [
  ...['CreateAccount', 'Deposit', 'Withdraw', 'Transfer', 'SetOverdraftLimit', 'SetLimits'],
  ...['PlaceHold', 'CaptureHold', 'ReleaseHold', 'FreezeAccount', 'UnfreezeAccount'],
  ...['CloseAccount', 'ReverseEntry', 'RenameAccount', 'SetReference', 'AssignCustomer'],
  'AssignSecondCustomer',
]
const TEXT_FIELDS = [
  ...['owner', 'currency', 'note', 'reference', 'customerEmail', 'openingBalance', 'toNumber'],
  ...['limit', 'perMovement', 'perDay', 'timeZone', 'expiresAt', 'holdId', 'scope', 'reason'],
  ...['allowOverdrawing', 'rights', 'counter'],
]

function jsonBody(chance, bank) {
  const command = {
    commandId: chance.percent(80) ? chance.uuid() : chance.pick(ODD_TEXTS),
    type: chance.percent(80) ? chance.pick(COMMANDS) : chance.pick(ODD_TEXTS),
    accountId: chance.percent(70) ? chance.pick(bank.accounts) : chance.pick(ODD_TEXTS),
    amount: chance.percent(40) ? '1.00' : chance.pick(ODD_TEXTS),
    occurredAt: chance.pick(ODD_DATES),
  }
  for (const name of TEXT_FIELDS) if (chance.percent(20)) command[name] = chance.pick(ODD_TEXTS)
  if (chance.percent(20)) command.version = chance.pick([0, 1, -1, 1.5, 2 ** 31, 1e300, '1'])
  if (chance.percent(20)) command.holdId = chance.uuid()
  if (chance.percent(20)) command.toAccountId = chance.pick(bank.accounts)
  if (chance.percent(20)) command.expiresAt = chance.pick(ODD_DATES)
  if (chance.percent(20)) command[chance.pick(ODD_TEXTS)] = chance.pick([1, null, [], {}, 'x'])
  const text = JSON.stringify(chance.percent(10) ? [command, command] : command)
  return chance.pick([
    ...[text, text, text, text.slice(0, chance.below(text.length)), `{"__proto__":${text}}`],
    text.replace('{', `{"${chance.pick(PROTOTYPE_NAMES)}":{"x":1},`),
    JSON.stringify({ email: chance.pick(ODD_TEXTS), password: chance.pick(ODD_TEXTS) }),
    ...['', 'null', '[]', '[[[]]]', '1e999', '"x"', '\ufeff{}', `${'['.repeat(50_000)}`],
    chance.bytes(chance.below(300)),
    `[${'{},'.repeat(1_001)}{}]`,
  ])
}

function datedRequest(chance, bank) {
  const date = written(chance, chance.pick(ODD_DATES))
  const other = written(chance, chance.pick(ODD_DATES))
  const id = chance.pick(bank.accounts)
  const target = chance.pick([
    ...['', '/explain', '/compare', '/fold'].map(
      view => `/accounts/${id}/at/${date}${view}?knownAt=${other}`,
    ),
    `/accounts/${id}/at?date=${date}&time=${other}&zone=${chance.pick(['UTC', 'x', '__proto__'])}`,
    `/accounts/${id}/at/v1/compare?with=${date}&withKnownAt=${other}`,
    `/bank/at?asOf=${date}&withAsOf=${other}`,
    `/bank/trial-balance?asOf=${date}&knownAt=${other}`,
    `/bank/insights?from=${date}&to=${other}`,
    `/audit?from=${date}&to=${other}&at=${date}`,
    `/api/accounts/${id}?asOf=${date}&knownAt=${other}`,
    `/api/accounts/${id}/comparison?from=${date}&to=${other}`,
    `/api/accounts/${id}/events?from=${date}&to=${other}&asOf=${date}`,
    `/api/accounts/${id}/events/${date}`,
    `/api/bank?asOf=${date}&knownAt=${other}`,
    `/api/bank/trial-balance?asOf=${date}&knownAt=${other}`,
    `/api/bank/insights?from=${date}&to=${other}`,
  ])
  return { target }
}
