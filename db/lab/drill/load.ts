import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DrillBank } from './bank'

/** Each writer sends a deposit with its id until it is accepted, and then the next one. */
const WRITERS = 20
const ACCOUNTS = 5
const PAUSE_MS = 100

/** The requests that are sent all the time, and the bound of each in milliseconds. */
const ASKED = {
  command: 10_000,
  account: 5_000,
  timeline: 5_000,
  page: 5_000,
  'sign-in page': 3_000,
  health: 2_000,
  ready: 2_000,
} as const

/** Added to the bound: the way to the web server and back, on a machine with other work. */
const GRACE_MS = 1_000

/** Longer than any bound; after that there is no answer. */
const NO_ANSWER_MS = 60_000

type Kind = keyof typeof ASKED

export const KINDS = Object.keys(ASKED) as Kind[]

export type Answer = {
  readonly kind: Kind
  readonly status: number
  readonly tookMs: number
  readonly atMs: number
  /** The sentence of a problem, its cause, and the checks that fail. */
  readonly detail: string
  readonly reason: string
  readonly failing: readonly string[]
}
type Deposit = { readonly commandId: string; readonly accountId: string; isAccepted: boolean }

export type Load = Awaited<ReturnType<typeof startLoad>>

/** Starts the writers and readers. */
export async function startLoad(bank: DrillBank) {
  const answers: Answer[] = []
  const deposits: Deposit[] = []
  let isStopped = false
  const post = (body: object) => ask(bank, 'command', '/api/commands', body)
  const accounts = await Promise.all(Array.from({ length: ACCOUNTS }, open))

  async function open(): Promise<string> {
    const body = { type: 'CreateAccount', commandId: randomUUID(), owner: 'Drill', currency: 'EUR' }
    const { status, text } = await post(body)
    if (status !== 200) throw new Error(`An account could not be opened: ${text}`)
    return JSON.parse(text).accountId
  }

  async function write(accountId: string): Promise<void> {
    while (!isStopped) {
      const deposit: Deposit = { commandId: randomUUID(), accountId, isAccepted: false }
      deposits.push(deposit)
      while (!isStopped && !deposit.isAccepted) {
        const { commandId } = deposit
        const answer = await post({ type: 'Deposit', commandId, accountId, amount: '1.00' })
        answers.push(answer)
        deposit.isAccepted = answer.status === 200
        if (!deposit.isAccepted) await sleep(PAUSE_MS)
      }
    }
  }

  async function read(kind: Kind, path: string): Promise<void> {
    while (!isStopped) {
      answers.push(await ask(bank, kind, path))
      await sleep(PAUSE_MS)
    }
  }

  const [first = ''] = accounts
  const working = [
    ...Array.from({ length: WRITERS }, (_, n) => write(accounts[n % ACCOUNTS] ?? first)),
    read('account', `/api/accounts/${first}`),
    read('timeline', '/api/events?limit=20'),
    read('page', `/accounts/${first}`),
    read('sign-in page', '/sign-in'),
    read('health', '/api/health'),
    read('ready', '/api/health/ready'),
  ]
  return {
    answers,
    deposits,
    /** Repeats a deposit with its id. */
    sendAgain: ({ commandId, accountId }: Deposit) =>
      post({ type: 'Deposit', commandId, accountId, amount: '1.00' }),
    async stop() {
      isStopped = true
      await Promise.all(working)
    },
  }
}

async function ask(
  { base, headers }: DrillBank,
  kind: Kind,
  path: string,
  body?: object,
): Promise<Answer & { readonly text: string }> {
  const atMs = performance.now()
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
  // The sign-in page is for people who are not signed in.
  const its = kind === 'sign-in page' ? {} : headers
  const signal = AbortSignal.timeout(NO_ANSWER_MS)
  try {
    const answer = await fetch(base + path, { ...init, headers: its, signal })
    const text = await answer.text()
    const tookMs = performance.now() - atMs
    return { kind, status: answer.status, tookMs, atMs, text, ...toldBy(answer, text) }
  } catch (error) {
    const told = { detail: String(error), reason: '', failing: [] }
    return { kind, status: 0, tookMs: performance.now() - atMs, atMs, text: '', ...told }
  }
}

function toldBy(answer: Response, text: string) {
  const isProblem = answer.headers.get('content-type') === 'application/problem+json'
  const { detail = '', reason = '', failing = [] } = isProblem ? JSON.parse(text) : {}
  return { detail, reason, failing }
}

/** A line for each kind of request, and the answers that were late or wrong. */
export function judge(answers: readonly Answer[], statuses: readonly number[] = [200, 503]) {
  const lines: string[] = []
  const faults: string[] = []
  for (const kind of KINDS) {
    const its = answers.filter(answer => answer.kind === kind)
    const longestMs = Math.max(0, ...its.map(({ tookMs }) => tookMs))
    const counts = [...new Set(its.map(({ status }) => status))]
      .toSorted((a, b) => a - b)
      .map(status => countOf(its.filter(answer => answer.status === status)))
    lines.push(`${kind.padEnd(13)} longest ${seconds(longestMs)}, ${counts.join(', ') || 'none'}`)
    for (const { status, atMs, tookMs } of its) {
      if (tookMs <= ASKED[kind] + GRACE_MS) continue
      const asked = `${kind} asked at ${seconds(atMs)} was answered with ${status}`
      faults.push(`${asked} after ${seconds(tookMs)}; it may take ${seconds(ASKED[kind])}`)
    }
    const wrong = its.find(({ status }) => !statuses.includes(status))
    if (wrong) faults.push(`${kind} was answered with ${wrong.status} ${wrong.detail}`)
  }
  return { lines, faults }
}

/** How many answers have a status, and for which causes. */
function countOf(answers: readonly Answer[]): string {
  const reasons = answers.flatMap(({ reason }) => (reason === '' ? [] : [reason]))
  const each = [...new Set(reasons)].map(
    reason => `${reason} ${reasons.filter(one => one === reason).length}`,
  )
  const why = each.length === 0 ? '' : ` (${each.join(', ')})`
  return `${answers.length} × ${answers[0]?.status}${why}`
}

/** Milliseconds as a text in seconds. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
