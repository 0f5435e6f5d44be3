// npm run drill:restarts [-- ROUNDS]: kills a whole bank with kill -9, all its processes at once,
// and restarts it immediately, twenty times. The launcher's parent never reaps it, so each killed
// one stays as a zombie while the next ones run.
import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { cleanEnvironment } from '../checks/child.mjs'
import { findFreePort, openTempFolder } from '../checks/server.mjs'
import { signIn } from '../checks/teller.mjs'

const ROUNDS = Number(process.argv[2] ?? 20)
const START_LIMIT_MS = 120_000
const POLL_MS = 50

const temp = await openTempFolder()
const port = Number(process.env.PORT) || (await findFreePort())
const baseUrl = `http://127.0.0.1:${port}`
const env = cleanEnvironment({ DAYBOOK_DATA: `${temp.folder}/bank`, PORT: String(port) })
const started = []
let failed = 0
try {
  await drill()
} catch (error) {
  note(false, `${error.message}\n${started.at(-1)?.output() ?? ''}`)
} finally {
  for (const one of started) killAll(one)
  for (const { shell } of started) shell.kill('SIGKILL')
  await sleep(POLL_MS)
  await temp.remove()
}
process.exitCode = failed === 0 ? 0 : 1

async function drill() {
  let bank = await start()
  const send = await signIn(baseUrl)
  const opening = { type: 'CreateAccount', owner: 'Killed', currency: 'EUR' }
  const { accountId } = await (await command(send, opening)).json()
  const took = []
  const gaps = []
  for (let round = 1; round <= ROUNDS; round++) {
    const deposit = { type: 'Deposit', accountId, amount: '1.00' }
    const answer = await command(send, deposit)
    if (answer.status !== 200)
      throw new Error(`Deposit ${round} was answered with ${answer.status}`)
    killAll(bank)
    const killedAt = performance.now()
    bank = await start()
    gaps.push(bank.begunAt - killedAt)
    took.push(bank.answeredAt - bank.begunAt)
    console.log(`round ${round}: ready ${Math.round(took.at(-1))} ms after npm start`)
  }
  const zombies = started.filter(({ launcher }) => stateOf(launcher).startsWith('Z')).length
  const latest = Math.round(Math.max(...gaps))
  note(latest < 1000, `each start began at most ${latest} ms after the kill`)
  note(zombies === ROUNDS, `${zombies} of ${ROUNDS} killed launchers are still zombies`)
  note(took.length === ROUNDS, `${took.length} of ${ROUNDS} starts succeeded`)
  took.sort((a, b) => a - b)
  const [median, most] = [took[Math.floor(ROUNDS / 2)], took.at(-1)].map(Math.round)
  console.log(`from npm start to the first answer: median ${median} ms, at most ${most} ms`)
  const { balance } = await (await send('GET', `/api/accounts/${accountId}`)).json()
  note(balance === `${ROUNDS}.00`, `each of ${ROUNDS} answered deposits is recorded (${balance})`)
}

/** Starts the bank under a parent that never reaps its children, and waits for an answer. */
async function start() {
  const begunAt = performance.now()
  const script = '"$0" app/_run/start.mjs & echo "launcher $!"; exec sleep 100000'
  const shell = spawn('sh', ['-c', script, process.execPath], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
    })
  }
  const bank = { shell, begunAt, launcher: 0, answeredAt: 0, output: () => output }
  started.push(bank)
  for (;;) {
    bank.launcher ||= Number(/launcher (\d+)/.exec(output)?.[1] ?? 0)
    if (await answers()) break
    const isOver = bank.launcher > 0 && !/^[^Z]/.test(stateOf(bank.launcher))
    if (isOver || performance.now() - begunAt > START_LIMIT_MS)
      throw new Error('Daybook did not start.')
    await sleep(POLL_MS)
  }
  bank.answeredAt = performance.now()
  return bank
}

/** Kills the launcher and all its descendants, PostgreSQL's processes too. */
function killAll({ launcher }) {
  const list = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' })
  const rows = list.split('\n').map(row => row.trim().split(/\s+/).map(Number))
  const family = launcher > 0 ? [launcher] : []
  for (const parent of family) {
    for (const [pid, ppid] of rows) if (ppid === parent) family.push(pid)
  }
  for (const pid of family) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (error.code !== 'ESRCH') throw error
    }
  }
}

function command(send, body) {
  return send('POST', '/api/commands', { commandId: randomUUID(), ...body })
}

function stateOf(pid) {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

async function answers() {
  try {
    return (await fetch(`${baseUrl}/api/health`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}

function note(holds, sentence) {
  if (!holds) failed += 1
  console.log(`${holds ? '✓' : '✗'} ${sentence}`)
}
