import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { layOut } from '../../../db/embedded/layout.mjs'
import { readPostmaster } from '../../../db/embedded/postmaster.mjs'
import { startBank } from './server.mjs'
import { signIn } from './teller.mjs'

const WRITERS = 16
const ACCOUNTS = 4
const DATABASE_KILLS = 3
const DEPOSITS_BEFORE_KILL = 200
const PROGRESS_TIMEOUT_MS = 60_000
const POLL_MS = 20

/**
 * Kills the database three times and then the whole bank with kill -9, each during deposits over
 * HTTP, restarts and counts: every answered deposit is recorded once, every other one at most once,
 * and retrying the unanswered ones makes exactly one each.
 */
export async function checkKills({ data, port }) {
  const findings = openFindings()
  let bank = await startBank({ data, port })
  let load = null
  try {
    load = await openLoad(bank.baseUrl)
    const before = processesOf(bank.process)
    const told = whatTheWebIsTold(bank.process, layOut(data).password)
    findings.note(told, 'the web process logs in as daybook_app and does not know the owner’s URL')
    for (let kill = 1; kill <= DATABASE_KILLS; kill++) {
      await load.progress(DEPOSITS_BEFORE_KILL)
      process.kill(readPostmaster(layOut(data).cluster).pid, 'SIGKILL')
      const goesOn = await load.progress(DEPOSITS_BEFORE_KILL).then(
        () => true,
        () => false,
      )
      findings.note(goesOn, `deposits continue after database kill ${kill}`)
    }
    const after = processesOf(bank.process)
    const survived = before.length === 3 && isDeepStrictEqual(after, before)
    const change = survived ? '' : ` (${before.join(', ')}, then ${after.join(', ')})`
    findings.note(survived, `the web process survives the database kills${change}`)

    await load.progress(DEPOSITS_BEFORE_KILL)
    const database = readPostmaster(layOut(data).cluster).pid
    process.kill(-bank.process.child.pid, 'SIGKILL')
    process.kill(database, 'SIGKILL')
    await load.stop()
    bank = await startBank({ data, port })
    findings.note(true, 'the bank restarts after kill -9')
    await compare(load, findings)
    await repeatUnanswered(load, findings)
  } catch (error) {
    findings.note(false, `${error.stack}\n${bank.output()}`)
  } finally {
    // Otherwise the writers would keep this process alive after a failure above.
    const ended = load?.stop()
    await bank.stop()
    await ended
  }
  return findings.outcome()
}

/** Each sent deposit by its command id, and whether the bank answered it with 200. */
async function openLoad(baseUrl) {
  const send = await signIn(baseUrl)
  const accounts = await Promise.all(
    Array.from({ length: ACCOUNTS }, async () => {
      const body = {
        commandId: randomUUID(),
        type: 'CreateAccount',
        owner: 'Kill',
        currency: 'EUR',
      }
      return (await (await send('POST', '/api/commands', body)).json()).accountId
    }),
  )
  const deposits = new Map()
  const statuses = new Map()
  let acknowledged = 0
  let stopped = false
  async function write(accountId) {
    while (!stopped) {
      const deposit = { accountId, body: depositInto(accountId), acknowledged: false }
      deposits.set(deposit.body.commandId, deposit)
      const status = await statusOf(send, deposit.body)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status === 200) {
        deposit.acknowledged = true
        acknowledged += 1
      } else if (!stopped) {
        await sleep(POLL_MS)
      }
    }
  }
  const writers = Array.from({ length: WRITERS }, (_, index) => write(accounts[index % ACCOUNTS]))
  return {
    accounts,
    deposits,
    statuses,
    send,
    async progress(count) {
      const target = acknowledged + count
      const deadline = performance.now() + PROGRESS_TIMEOUT_MS
      while (acknowledged < target) {
        if (performance.now() > deadline) throw new Error('Deposits are no longer answered.')
        await sleep(POLL_MS)
      }
    },
    async stop() {
      stopped = true
      await Promise.all(writers)
    },
  }
}

async function compare(load, findings) {
  const stored = await storedDeposits(load)
  const counts = [...load.deposits.values()].map(({ body, acknowledged }) => ({
    acknowledged,
    times: stored.byCommand.get(body.commandId) ?? 0,
  }))
  const lost = counts.filter(({ acknowledged, times }) => acknowledged && times !== 1).length
  const doubled = counts.filter(({ times }) => times > 1).length
  const answered = counts.filter(count => count.acknowledged).length
  findings.note(lost === 0, `each of ${answered} answered deposits is recorded (${lost} are not)`)
  findings.note(doubled === 0, `no deposit is recorded twice (${doubled} are)`)
  findings.note(stored.balancesAgree, 'every balance is the sum of its events')
  const answers = [...load.statuses.keys()]
  const expected = new Set([200, 503, 'no answer'])
  const others = answers.filter(status => !expected.has(status))
  findings.note(
    others.length === 0,
    `every answer is 200 or 503 (others: ${others.join(', ') || 'none'})`,
  )
}

async function repeatUnanswered(load, findings) {
  const unanswered = [...load.deposits.values()].filter(({ acknowledged }) => !acknowledged)
  for (const { body } of unanswered) await statusOf(load.send, body)
  const { byCommand } = await storedDeposits(load)
  const wrong = [...load.deposits.keys()].filter(id => byCommand.get(id) !== 1).length
  const count = unanswered.length
  findings.note(
    wrong === 0,
    `${count} unanswered deposits are recorded once after a retry (${wrong} are not)`,
  )
}

/** From the bank's own log: how many events each command made, and whether the sums agree. */
async function storedDeposits({ accounts, send }) {
  const byCommand = new Map()
  let balancesAgree = true
  for (const accountId of accounts) {
    let count = 0
    for (let cursor = ''; cursor !== null; ) {
      const query = `order=asc&limit=100&type=MoneyDeposited${cursor}`
      const page = await (await send('GET', `/api/accounts/${accountId}/events?${query}`)).json()
      for (const { commandId } of page.items) {
        byCommand.set(commandId, (byCommand.get(commandId) ?? 0) + 1)
      }
      count += page.items.length
      cursor = page.nextCursor && `&cursor=${encodeURIComponent(page.nextCursor)}`
    }
    const { balance } = await (await send('GET', `/api/accounts/${accountId}`)).json()
    if (balance !== `${count}.00`) balancesAgree = false
  }
  return { byCommand, balancesAgree }
}

function depositInto(accountId) {
  return { commandId: randomUUID(), type: 'Deposit', accountId, amount: '1.00' }
}

async function statusOf(send, body) {
  try {
    const answer = await send('POST', '/api/commands', body)
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 'no answer'
  }
}

/**
 * Whether the bank's web server connects as daybook_app, and was given neither the owner's password
 * nor its path.
 */
function whatTheWebIsTold(bank, passwordFile) {
  const password = readFileSync(passwordFile, 'utf8').trim()
  if (!existsSync('/proc/self/environ')) return true
  const told = processesOf(bank)
    .map(readEnvironment)
    .filter(text => text.includes('user=daybook_app'))
  return (
    told.length > 0 &&
    told.every(text => !text.includes(password) && !/DAYBOOK_DATA|DATABASE_OWNER_URL/.test(text))
  )
}

/** The environment of a process; empty once it has exited. */
function readEnvironment(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error
    return ''
  }
}

/**
 * The process ids of the bank's launcher and of its running children: the database's supervisor and
 * the web server. The process group would also have what a child of theirs left behind, such as
 * the compiler of the migrations, which can stay in the list for a second after it has ended.
 */
function processesOf({ child }) {
  const list = execFileSync('ps', ['-axo', 'pid=,ppid=,stat='], { encoding: 'utf8' })
  const rows = list.split('\n').map(row => row.trim().split(/\s+/))
  return rows
    .filter(([pid, parent]) => [pid, parent].includes(String(child.pid)))
    .filter(([, , state]) => !state.startsWith('Z'))
    .map(([pid]) => Number(pid))
}

function openFindings() {
  const findings = []
  return {
    note: (holds, sentence) => findings.push({ holds, sentence }),
    outcome: () => ({
      passed: findings.filter(({ holds }) => holds).length,
      failed: findings.filter(({ holds }) => !holds).length,
      output: findings.map(({ holds, sentence }) => `${holds ? '✓' : '✗'} ${sentence}`).join('\n'),
    }),
  }
}
