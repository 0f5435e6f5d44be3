import { randomBytes, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { runNode } from './child.mjs'
import { openCollector, ownMetrics, spansUnder } from './collector.mjs'
import { findFreePort, startBank } from './server.mjs'

const WAIT_MS = 30_000
const STEPS = ['receive', 'load', 'execute', 'generate', 'save', 'publish']

/** So many requests are sent by `askEverywhere`. */
const REQUESTS = 21

/**
 * Watches a whole bank from outside: its log, its metrics and its traces, while requests carry
 * marked texts in every place where people type. No mark may come back anywhere.
 */
export async function checkWatch({ data, port }) {
  const findings = []
  const note = (holds, sentence) => findings.push({ holds: Boolean(holds), sentence })
  const collector = await openCollector()
  const metricsPort = await findFreePort()
  const env = {
    LOG_LEVEL: 'debug',
    METRICS_PORT: String(metricsPort),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  }
  const bank = await startBank({ data, port, env })
  try {
    const marks = openMarks()
    const told = await askEverywhere(bank.baseUrl, marks)
    await untilTrue(() => linesOf(bank).some(({ commandId }) => commandId === told.deposit))
    // Lines are written a moment after their answers.
    await untilTrue(() => requestsIn(linesOf(bank)) >= REQUESTS)
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    await untilTrue(() => spansUnder(collector, told.traceId).some(at => at.name === 'save'))
    checkLog(note, bank, marks, told)
    checkMetrics(note, metrics, marks)
    checkSpans(note, collector, marks, told)
    await checkPorts(note, bank.baseUrl, metricsPort)
    await checkDeaf(note, bank)
  } catch (error) {
    note(false, `${error.stack}\n${bank.output().slice(-4_000)}`)
  } finally {
    await bank.stop()
    await collector.close()
  }
  await checkWrongSettings(note)
  return {
    passed: findings.filter(({ holds }) => holds).length,
    failed: findings.filter(({ holds }) => !holds).length,
    output: findings.map(({ holds, sentence }) => `${holds ? '✓' : '✗'} ${sentence}`).join('\n'),
  }
}

/** A different text for each place, which nothing else in the bank has. */
function openMarks() {
  const made = new Map()
  return {
    of(place) {
      const mark = `Mark${randomBytes(6).toString('hex')}`
      made.set(place, mark)
      return mark
    },
    /** Something secret that the bank has made, or an amount. */
    add: (place, text) => made.set(place, text),
    /** The places whose mark is in a text. */
    in: text => [...made].filter(([, mark]) => text.includes(mark)).map(([place]) => place),
  }
}

async function askEverywhere(baseUrl, marks) {
  const ask = (path, init = {}) =>
    fetch(baseUrl + path, { redirect: 'manual', signal: AbortSignal.timeout(WAIT_MS), ...init })
  const json = (path, body, headers = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const signIn = (email, password) => json('/api/auth/sign-in/email', { email, password })
  marks.add('demo password', 'daybook-demo')
  marks.add('e-mail of the teller', 'teller@example.com')
  await signIn(`${marks.of('e-mail')}@example.com`, marks.of('wrong password'))
  const signedIn = await signIn('teller@example.com', 'daybook-demo')
  const cookie = signedIn.headers.getSetCookie()[0].split(';')[0]
  marks.add('session', decodeURIComponent(cookie.split('=')[1]).split('.')[0])
  const send = (body, headers = {}) => json('/api/commands', body, { cookie, ...headers })
  const command = body => ({ commandId: randomUUID(), ...body })
  marks.add('amount', '7341.29')
  const opened = await send(
    command({
      ...{ type: 'CreateAccount', owner: marks.of('name'), currency: 'EUR' },
      ...{ openingBalance: '7341.29', reference: marks.of('reference') },
    }),
  )
  const { accountId } = await opened.json()
  const traceId = randomBytes(16).toString('hex')
  const deposit = command({
    ...{ type: 'Deposit', accountId, amount: '7341.29', note: marks.of('note') },
  })
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`
  await send(deposit, { traceparent })
  const events = await ask(`/api/accounts/${accountId}/events`, { headers: { cookie } })
  const { correlationId } = (await events.json()).items.find(
    ({ commandId }) => commandId === deposit.commandId,
  )
  await send(command({ type: 'Withdraw', accountId, amount: '99997341.29' }))
  await send({ ...deposit, commandId: marks.of('command id') })
  await send([command({ type: 'Deposit', accountId, amount: '1' }), { type: marks.of('type') }])
  await send(`{"broken": "${marks.of('JSON')}`)
  await send(command({ type: 'Deposit', accountId: marks.of('account id'), amount: '1' }))
  await json('/api/commands', {}, { authorization: `Bearer daybook_${marks.of('token')}` })
  await json('/api/commands', {}, { traceparent: `00-${marks.of('traceparent')}-1-01` })
  for (const path of [
    `/api/search?q=${marks.of('search')}`,
    `/accounts?q=${marks.of('search of a page')}`,
    `/accounts/${marks.of('path')}`,
    `/join/${marks.of('link')}`,
    `/api/${marks.of('path of the API')}/x`,
    `/${marks.of('unknown path')}?${marks.of('parameter')}=1`,
    `/api/accounts/${accountId}?asOf=${marks.of('moment')}`,
    `/audit?note=${marks.of('filter')}`,
  ]) {
    await ask(path, { headers: { cookie, 'user-agent': marks.of('browser') } })
  }
  const form = new URLSearchParams({ [marks.of('field')]: marks.of('value of a form') })
  await ask('/sign-in', { method: 'POST', body: form, headers: { cookie, origin: baseUrl } })
  return { traceId, deposit: deposit.commandId, correlationId }
}

/** The lines of the log; what `npm start` prints before is text. */
function linesOf(bank) {
  return bank
    .output()
    .split('\n')
    .flatMap(line => (line.startsWith('{"level"') && line.endsWith('}') ? [JSON.parse(line)] : []))
}

function requestsIn(lines) {
  return lines.filter(({ what }) => what === 'request').length
}

function checkLog(note, bank, marks, { traceId, deposit }) {
  const lines = linesOf(bank)
  const told = requestsIn(lines)
  note(told >= REQUESTS, `the log has ${told} requests, of at least ${REQUESTS}`)
  const found = marks.in(JSON.stringify(lines))
  note(found.length === 0, `the log has nothing that was typed (${found.join(', ')})`)
  const after = bank.output().split(/all with the password daybook-demo:\n(?: {2}.*\n)+/)[1] ?? ''
  const rest = after.split('\n').filter(line => line !== '' && !line.startsWith('{"level"'))
  note(rest.length === 0, `every line is JSON (${rest.slice(0, 3).join(' | ')})`)
  const its = lines.find(({ what, commandId }) => what === 'request' && commandId === deposit)
  const wanted = { level: 'info', method: 'POST', route: '/api/commands', status: 200, traceId }
  const has = its && Object.entries(wanted).every(([name, value]) => its[name] === value)
  const isWhole = has && its.outcome === 'accepted' && its.durationMs > 0 && its.actorId
  note(isWhole, `a request is told with its actor, command, trace, time and outcome`)
  const routes = new Set(lines.map(({ route }) => route))
  note(routes.has('/accounts/[id]') && routes.has('other'), 'addresses are told as routes')
}

function checkMetrics(note, text, marks) {
  const absent = ownMetrics().filter(name => !text.includes(`# TYPE ${name} `))
  note(absent.length === 0, `the metrics are all there (${absent.join(', ')})`)
  const value = name => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
  note(value('daybook_commands_total\\{outcome="accepted"\\}') >= 3, 'accepted commands count')
  note(value('daybook_commands_total\\{outcome="refused"\\}') >= 1, 'refused commands count')
  note(value('daybook_database_up') === 1, 'the database answers the scrape')
  note(value('daybook_database_size_bytes') > 1e6, 'the size of the database is told')
  note(/daybook_feed_lag_events\{subscriber="sequencer"\} \d/.test(text), 'the feed’s lag is told')
  note(/daybook_pool_connections_max\{pool="commands"\} 4/.test(text), 'the pools are told')
  const found = [...marks.in(text), ...(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-/g) ?? [])]
  note(found.length === 0, `no label has an id or a text (${found.join(', ')})`)
}

function checkSpans(note, collector, marks, { traceId, correlationId }) {
  note(correlationId === traceId, `the trace is the event’s correlation (${correlationId})`)
  const spans = spansUnder(collector, traceId)
  const command = spans.find(({ name }) => name === 'command Deposit')
  const steps = spans
    .filter(({ parentSpanId }) => parentSpanId === command?.spanId)
    .sort((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)))
  const names = steps.map(({ name }) => name).join(' ')
  note(names === STEPS.join(' '), `the six steps are below the command, in order (${names})`)
  const inOrder = steps.every(
    ({ endTimeUnixNano: end }, n) =>
      n + 1 === steps.length || BigInt(end) <= BigInt(steps[n + 1].startTimeUnixNano) + 1000n,
  )
  note(inOrder, 'each step ends before the next begins')
  const parent = spans.find(({ spanId }) => spanId === command?.parentSpanId)
  note(parent !== undefined, `the command is below its request (${parent?.name})`)
  const save = steps.find(({ name }) => name === 'save')
  const query = spans.find(({ parentSpanId }) => parentSpanId === save?.spanId)
  note(query?.name === 'query select', 'the query that saves is below the step that saves')
  const found = marks.in(collector.text())
  note(found.length === 0, `the spans have nothing that was typed (${found.join(', ')})`)
}

async function checkPorts(note, baseUrl, metricsPort) {
  note((await fetch(`${baseUrl}/metrics`)).status === 404, 'the bank’s own port has no metrics')
  const other = await fetch(`http://127.0.0.1:${metricsPort}/accounts`)
  note(other.status === 404, 'the port of the metrics has nothing else')
}

/** Nobody reads the output any more: every line of the log is lost, and no request is. */
async function checkDeaf(note, bank) {
  const { child } = bank.process
  child.stdout.destroy()
  child.stderr.destroy()
  const statuses = []
  for (let n = 0; n < 20; n++) statuses.push(await statusOf(bank.baseUrl, '/api/accounts'))
  const isServed = statuses.every(status => status === 401) && child.exitCode === null
  note(isServed, `without a reader of the log requests are answered (${statuses.slice(0, 3)})`)
}

function statusOf(baseUrl, path) {
  return new Promise(resolve => {
    const sent = request(baseUrl + path, answer => {
      answer.resume()
      resolve(answer.statusCode)
    })
    sent.once('error', error => resolve(error.message))
    sent.end()
  })
}

async function checkWrongSettings(note) {
  for (const [name, value, sentence] of [
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL is “loud”. It must be one of trace, debug, info,'],
    ['METRICS_PORT', 'many', 'METRICS_PORT is “many”. It must be a number from 1 to 65535.'],
  ]) {
    const env = { ...process.env, [name]: value, PORT: '3999' }
    const { code, output } = await runNode(['app/_run/start.mjs'], { env, timeoutMs: WAIT_MS })
    note(code === 1 && output.includes(sentence), `${name}=${value} is refused with a sentence`)
  }
}

async function untilTrue(holds) {
  const deadline = performance.now() + WAIT_MS
  while (!holds() && performance.now() < deadline) await sleep(100)
}
