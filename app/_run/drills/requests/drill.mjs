import { projectFolder } from '../../../../db/tools/programs.mjs'
import { startBank } from '../../checks/server.mjs'
import { chanceFrom } from './chance.mjs'
import { formsIn, MULTIPART, multipart } from './forms.mjs'
import { learn, PEOPLE } from './known.mjs'
import { KINDS } from './malformed.mjs'
import { COLLECTING, memoryOf } from './memory.mjs'
import { openRecords, openSenders } from './records.mjs'
import { faultsOf } from './verdict.mjs'
import { bytesOf, sendBytes } from './wire.mjs'

const SENDERS = 12
const WARM_UP = 600
const MEMORY_MAX_MB = 100
const FAULTS_TOLD = 30
const LOG_TOLD = 4_000

/**
 * Fuzzes a bank of its own on the loopback interface with malformed requests of every kind,
 * anonymous, as a customer and as a teller, and checks every answer and everything that was written;
 * with `weighs`, also the memory
 * that the server needs afterwards.
 * @returns the outcome of a check: `{ passed, failed, output, told }`
 */
export async function drillRequests({ data, port, seed, count, weighs = true, say = () => {} }) {
  if (weighs) process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} ${COLLECTING}`
  const bank = await startBank({ data, port })
  const records = await openRecords(data)
  try {
    const known = await learn(bank.baseUrl, port)
    if (weighs) await sendAll(plan(seed + 1, WARM_UP, known), known)
    const before = weighs && (await memoryOf(bank.process))
    const sent = openSenders(PEOPLE, port)
    const recorded = await records.take()
    const tally = await sendAll(plan(seed, count, known, sent), known, say)
    const written = await records.compare(recorded, sent)
    const after = weighs && (await memoryOf(bank.process))
    const faults = [...tally.faults, ...written.faults, ...(await stillServes(known))]
    if (weighs && after.needed - before.needed > MEMORY_MAX_MB)
      faults.push('memory was not released')
    const told = [
      toldOf(seed, count, tally),
      `  recorded: ${written.told}`,
      ...(weighs ? [weightOf(before, after)] : []),
    ]
    const log = faults.length === 0 ? [] : [bank.output().slice(-LOG_TOLD)]
    const output = [`${faults.length} faults.`, ...faults.slice(0, FAULTS_TOLD), ...told, ...log]
    const passed = Math.max(count - faults.length, 0)
    return { passed, failed: faults.length, output: output.join('\n'), told: told.join('\n') }
  } finally {
    await records.close()
    await bank.stop()
  }
}

function toldOf(seed, count, { statuses, slowestMs }) {
  const sorted = [...statuses].sort(([one], [other]) => one - other)
  const answers = sorted.map(([status, times]) => `${STATUS_WORDS[status] ?? status} ${times}`)
  const slowest = `slowest answer ${Math.round(slowestMs)} ms`
  return `  seed ${seed}: ${count} requests, ${slowest}\n  answers: ${answers.join(', ')}`
}

const STATUS_WORDS = { 0: 'none', '-1': 'none in time' }

function weightOf(before, after) {
  const phrase = ({ held, needed }) => `${held} MB, ${needed} MB after garbage collection`
  return `  memory before: ${phrase(before)}\n  memory after: ${phrase(after)}`
}

/** The requests of a drill: the same share of each kind, whatever the count. */
function* plan(seed, count, known, sent = null) {
  const chance = chanceFrom(seed)
  const kinds = Object.entries(KINDS)
  for (let at = 0; at < count; at++) {
    const [kind, make] = kinds[at % kinds.length]
    const as = chance.pick(Object.keys(PEOPLE))
    const request = make(chance, known)
    const whole = { kind, as, ...(request.bytes === undefined && { method: 'GET' }), ...request }
    sent?.note(whole)
    yield whole
  }
}

async function sendAll(requests, known, say = () => {}) {
  const tally = { faults: [], statuses: new Map(), slowestMs: 0 }
  let sent = 0
  const send = async () => {
    for (const request of requests) {
      const answer = await ask(request, known)
      tally.statuses.set(answer.status, (tally.statuses.get(answer.status) ?? 0) + 1)
      tally.slowestMs = Math.max(tally.slowestMs, answer.tookMs)
      for (const fault of faultsOf(answer, request, { folder: projectFolder, port: known.port })) {
        tally.faults.push(`${request.kind} as ${request.as}: ${fault}\n    ${describe(request)}`)
      }
      if (++sent % 1_000 === 0) say(`${sent} sent, ${tally.faults.length} faults`)
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  return tally
}

async function ask(request, known) {
  const { bytes, method, target, headers = [], body, hangUp } = request
  if (bytes !== undefined) return sendBytes(known.port, bytes, { hangUp })
  const own = [`host: 127.0.0.1:${known.port}`, 'connection: close']
  const cookie = known.cookies[request.as]
  if (cookie !== null && !headers.some(line => /^cookie:/i.test(line)))
    own.push(`cookie: ${cookie}`)
  const isHostGiven = headers.some(line => /^host:/i.test(line))
  const all = [...(isHostGiven ? own.slice(1) : own), ...headers]
  const answer = await sendBytes(known.port, bytesOf({ method, target, headers: all, body }), {
    hangUp,
  })
  // Next.js redirects requests for parts of a page once, to an address that names the parts.
  const location = answer.headers.get('location') ?? ''
  if (answer.status !== 307 || !location.includes('_rsc') || request.isAgain) return answer
  const again = await ask({ ...request, target: location, isAgain: true }, known)
  return { ...again, tookMs: Math.max(again.tookMs, answer.tookMs) }
}

/** Whether a form without scripts and a page still work afterwards. */
async function stillServes({ baseUrl, cookies }) {
  const html = await (
    await fetch(`${baseUrl}/accounts/new`, { headers: { cookie: cookies.teller } })
  ).text()
  const fields = formsIn(html).find(form => form.some(([name]) => name === 'commandId')) ?? []
  const filled = [...fields, ['owner', 'Drill'], ['currency', 'EUR']]
  const answer = await fetch(`${baseUrl}/accounts/new`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies.teller, origin: baseUrl, 'content-type': MULTIPART },
    body: multipart(filled),
  })
  const health = await fetch(`${baseUrl}/api/health`)
  const path = answer.headers.get('location') ?? ''
  return [
    ...(answer.status === 303 && /^\/accounts\/[0-9a-f-]{36}$/.test(path)
      ? []
      : [`a form without scripts is answered with ${answer.status}`]),
    ...(health.ok ? [] : [`/api/health answers ${health.status}`]),
  ]
}

function describe({ bytes, method, target, headers = [], body = '' }) {
  const text =
    bytes === undefined
      ? `${method} ${target} ${JSON.stringify(headers)} ${JSON.stringify(String(body).slice(0, 300))}`
      : JSON.stringify(bytes.toString('latin1').slice(0, 300))
  return text.slice(0, 900)
}
