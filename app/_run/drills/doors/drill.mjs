import { startBank } from '../../checks/server.mjs'
import { ACTIONS } from './actions.mjs'
import { call } from './ask.mjs'
import {
  askApproval,
  CALLERS,
  confirmEverybody,
  makeCallers,
  openAccount,
  send,
  upload,
} from './callers.mjs'
import { fingerprintOf } from './effects.mjs'
import { readDoors } from './manifest.mjs'
import { PAGES, UNSEEN } from './pages.mjs'
import { checkProofs } from './proofs.mjs'
import { ROUTES } from './routes.mjs'

const CONCURRENCY = 4
const FAULTS_TOLD = 40
const TRIES_MAX = 3

/**
 * Calls every door of the build as everybody, on a bank of its own, and compares what happens with
 * the tables of this folder. A door without a line there is a fault, and so is a line without a door.
 * @returns the outcome of a check: `{ passed, failed, output, told }`
 */
export async function drillDoors({ data, port }) {
  const doors = readDoors()
  const faults = missing(doors)
  const bank = await startBank({ data, port })
  let calls = 0
  try {
    const { sql, close } = await openOwner(data)
    try {
      const known = await makeCallers(bank.baseUrl, sql)
      const there = {
        ...known,
        ...(await makeSubjects({ ...known, baseUrl: bank.baseUrl })),
        baseUrl: bank.baseUrl,
        sql,
      }
      for (const check of [checkRoutes, checkPages, checkProofs, checkActions]) {
        const outcome = await check(doors, there)
        calls += outcome.calls
        faults.push(...outcome.faults)
      }
    } finally {
      await close()
    }
  } finally {
    await bank.stop()
  }
  const { pages, routes, actions } = doors
  const told =
    `  ${pages.length} pages, ${routes.length} routes and ${actions.length} server actions, ` +
    `${pages.length + routes.length + actions.length} doors; ${calls} calls by ${CALLERS.length} callers`
  const output = [`${faults.length} faults.`, ...faults.slice(0, FAULTS_TOLD), told].join('\n')
  return { passed: Math.max(calls - faults.length, 0), failed: faults.length, output, told }
}

/** The faults of the tables: doors without a line, and lines without a door. */
export function missing({ pages, routes, actions }, tables = { PAGES, ROUTES, ACTIONS }) {
  const names = actions.map(({ name }) => name)
  return [
    ...differences('page', pages, Object.keys(tables.PAGES)),
    ...differences('route', routes, Object.keys(tables.ROUTES)),
    ...differences('action', names, Object.keys(tables.ACTIONS)),
  ]
}

function differences(kind, built, told) {
  return [
    ...built
      .filter((name, at) => built.indexOf(name) !== at)
      .map(name => `Two ${kind}s are called ${name}: a line can tell one only.`),
    ...built
      .filter(name => !told.includes(name))
      .map(name => `The ${kind} ${name} has no line in app/_run/drills/doors/${kind}s.mjs.`),
    ...told.filter(name => !built.includes(name)).map(name => `There is no ${kind} ${name}.`),
  ]
}

/** A connection of the owner to the embedded database of the bank. */
async function openOwner(data) {
  const { default: postgres } = await import('postgres')
  const { openDatabase } = await import('../../../../db/embedded/cluster.mjs')
  const database = await openDatabase({ data, onLost: () => {} })
  const { searchParams: own, pathname } = new URL(database.url)
  const sql = postgres({
    path: `${own.get('host')}/.s.PGSQL.5432`,
    database: pathname.slice(1),
    ...{ username: own.get('user'), password: own.get('password'), max: 1, onnotice: () => {} },
  })
  return {
    sql,
    async close() {
      await sql.end()
      await database.close()
    },
  }
}

/** What the doors are about: accounts of the customer, and what happened on and around them. */
async function makeSubjects({ json, baseUrl, callers }) {
  const [id, other] = [await openAccount(json, {}), await openAccount(json, {})]
  const receipt = await send(json, 'teller', { type: 'Deposit', accountId: id, amount: '50.00' })
  const REFUSED = crypto.randomUUID()
  const tooMuch = { commandId: REFUSED, type: 'Withdraw', accountId: id, amount: '999999.00' }
  await json('customer', '/api/commands', tooMuch)
  const { number } = await (await json('teller', `/api/accounts/${id}`, undefined, 'GET')).json()
  const APPROVAL = await askApproval(json)
  const ORDER = crypto.randomUUID()
  const order = { orderId: ORDER, accountId: id, toAccountId: other, amount: '1.00' }
  const schedule = { first: '2999-01-01', every: 'once' }
  await send(json, 'teller', { type: 'CreatePaymentOrder', ...order, schedule })
  const BATCH = await upload({ json, baseUrl, callers }, id, other)
  const CASE = crypto.randomUUID()
  const opened = { caseFileId: CASE, accountId: id, title: 'Doors', text: 'Doors' }
  await send(json, 'teller', { type: 'OpenCaseFile', ...opened })
  return { id, other, number, RECEIPT: receipt.commandId, REFUSED, APPROVAL, ORDER, BATCH, CASE }
}

async function checkRoutes(doors, there) {
  const lines = doors.routes.flatMap(route => ROUTES[route] ?? [])
  const calls = lines.flatMap(line => CALLERS.map(caller => ({ line, caller })))
  const faults = await each(calls, async ({ line, caller }) => {
    const token = line.path.includes('TOKEN') ? (await there.makeToken({})).id : ''
    const answer = await call(there, caller, line.path.replace('TOKEN', token), {
      method: line.method,
      ...(line.bodyOf && { json: line.bodyOf(there) }),
    })
    return compare(
      `${line.method} ${line.path}`,
      caller,
      answer.status,
      line.expected[caller] ?? 403,
    )
  })
  return { calls: calls.length, faults }
}

async function checkPages(doors, there) {
  const lines = doors.pages.flatMap(page => PAGES[page] ?? [])
  const calls = lines.flatMap(line => CALLERS.map(caller => ({ line, caller })))
  const faults = await each(calls, async ({ line, caller }) => {
    const { path, sees = [], moves = [], forms = [], isOpen = false } = line
    const answer = await call(there, caller, path, {})
    const out = UNSEEN.includes(caller) ? (isOpen ? 'shown' : 'sent to sign in') : 'not found'
    const expected = sees.includes(caller) ? 'shown' : moves.includes(caller) ? 'sent on' : out
    const hasForm = answer.status === 200 && answer.text.includes('name="commandId"')
    return [
      ...compare(`the page ${path}`, caller, wayOf(answer), expected),
      ...compare(`a form on ${path}`, caller, hasForm, forms.includes(caller)),
    ]
  })
  return { calls: calls.length, faults }
}

function wayOf({ status, location }) {
  if (status === 307) return /^\/sign-in\b/.test(location) ? 'sent to sign in' : 'sent on'
  return { 200: 'shown', 404: 'not found' }[status] ?? status
}

/** One after the other: what each changes is seen in the data of the whole bank. */
async function checkActions(doors, there) {
  const faults = []
  let calls = 0
  const known = doors.actions.filter(({ name }) => Object.hasOwn(ACTIONS, name))
  const last = known.filter(({ name }) => ACTIONS[name].isLast)
  for (const action of [...known.filter(one => !last.includes(one)), ...last]) {
    const line = ACTIONS[action.name]
    const { who, writes = true, prepare = ({ json }) => openAccount(json, {}) } = line
    const page = action.page.replace('[version]', '2').replace('[kind]', 'frozen')
    const act = async (caller, subject) => {
      calls++
      const path = page.replace('[id]', subject?.id ?? subject).replace(/\[\w+\]/g, 'v1')
      const form = line.fields(subject, there)
      return call(there, caller, path, { action: action.id, form, isPlain: line.isPlain })
    }
    const effectOf = async (caller, triesLeft = TRIES_MAX) => {
      const own = await prepare(there)
      const start = await fingerprintOf(there.sql)
      const answer = await act(caller, own)
      const hasEffect = (await fingerprintOf(there.sql)) !== start
      // On a busy machine a form may say that there was no time for it.
      const isAgain = writes && !hasEffect && answer.status < 400 && triesLeft > 1
      return isAgain ? effectOf(caller, triesLeft - 1) : { ...answer, hasEffect }
    }
    const subject = await prepare(there)
    const before = await fingerprintOf(there.sql)
    const others = CALLERS.filter(caller => !who.includes(caller))
    const answers = await Promise.all(others.map(caller => act(caller, subject)))
    const failed = answers.filter(({ status }) => status >= 500 || status === 0)
    if (failed.length > 0) faults.push(`${action.name} is answered with ${failed[0].status}.`)
    if ((await fingerprintOf(there.sql)) !== before)
      faults.push(`${action.name} has an effect for one of ${others.join(', ')}.`)
    for (const caller of who) {
      // A wrong password, which another action was sent before, takes the proof of a session back.
      if (line.proof) await confirmEverybody(there.sql)
      const { status, text, hasEffect } = await effectOf(caller)
      if (hasEffect !== writes || status >= 400)
        faults.push(
          `${action.name} by ${caller}: ${status}, ${hasEffect ? 'an' : 'no'} effect. ${text.slice(0, 300)}`,
        )
    }
  }
  return { calls, faults }
}

function compare(door, caller, got, expected) {
  return got === expected ? [] : [`${door} by ${caller}: ${got}, expected ${expected}.`]
}

/** Runs work on each item, a few at once; returns the faults of all. */
async function each(items, work) {
  const faults = []
  const waiting = items[Symbol.iterator]()
  const lane = async () => {
    for (const item of waiting) faults.push(...(await work(item)))
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, lane))
  return faults
}
