// Uses a release as its deployer would: `node release-in-use.mjs FOLDER PORT DATABASE_URL`. It has Node
// only, because it runs without the project, maybe without a network, and as another user. The last
// line of its output has what it found.
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const [folder, port, url] = process.argv.slice(2)
const program = join(folder, 'daybook.mjs')
const baseUrl = `http://127.0.0.1:${port}`
const settings = {
  DATABASE_URL: url,
  BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  BETTER_AUTH_URL: baseUrl,
  PORT: port,
  DAYBOOK_DEMO: 'on',
}
const START_LIMIT_MS = 120_000
const POLL_MS = 50
const findings = []

function note(holds, sentence) {
  findings.push({ holds: Boolean(holds), sentence })
}

try {
  sayWords()
  await tryBank()
} catch (error) {
  note(false, error.stack)
}
console.log(JSON.stringify(findings))

/** Runs the program to its end in an environment of nothing but `env`. */
function run(args, env = {}) {
  try {
    const said = execFileSync(process.execPath, [program, ...args], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return { code: 0, said }
  } catch (error) {
    return { code: error.status, said: `${error.stdout}${error.stderr}` }
  }
}

function sayWords() {
  const interfaces = Object.keys(networkInterfaces()).filter(name => name !== 'lo')
  note(true, `user ${process.getuid?.()}; networks beside loopback: ${interfaces.length}`)
  const version = run(['--version'])
  note(
    /^daybook \d+\.\d+\.\d+ \(commit \S+\)\n$/.test(version.said),
    `--version: ${version.said.trim()}`,
  )
  const help = run(['--help'])
  note(help.code === 0 && /^ {2}serve /m.test(help.said), '--help lists the verbs')
  const unknown = run(['fly'])
  note(unknown.code === 2 && unknown.said.includes('no verb "fly"'), 'an unknown verb: exit code 2')
  const bare = run(['serve'])
  const names = [
    'DATABASE_URL',
    'BETTER_AUTH_SECRET',
    'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
    'BETTER_AUTH_URL',
  ]
  note(
    bare.code === 78 && names.every(name => bare.said.includes(`- ${name} is missing`)),
    `serve without settings: exit code ${bare.code}, and all that is missing`,
  )
}

async function tryBank() {
  const before = readdirSync(folder, { recursive: true }).length
  const bank = spawn(process.execPath, [program, 'serve'], { env: settings, stdio: 'pipe' })
  let output = ''
  for (const stream of [bank.stdout, bank.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
    })
  }
  const ended = new Promise(resolve => bank.once('exit', (code, signal) => resolve(signal ?? code)))
  try {
    await until(
      () => output.includes('Daybook is running at'),
      () => output,
      ended,
    )
    await workAsTeller()
    tryTools()
    bank.kill('SIGTERM')
    const how = await Promise.race([ended, sleep(15_000, 'nothing for 15 s')])
    note(how === 0, `SIGTERM ends it with ${how}`)
    note(!(await answers()), 'nothing listens any more')
    note(
      readdirSync(folder, { recursive: true }).length === before,
      'it wrote nothing into its folder',
    )
  } catch (error) {
    note(false, `${error.stack}\n${output}`)
  } finally {
    bank.kill('SIGKILL')
  }
}

async function workAsTeller() {
  const signedIn = await send('POST', '/api/auth/sign-in/email', '', {
    email: 'teller@example.com',
    password: 'daybook-demo',
  })
  note(signedIn.status === 200, `the teller signs in: ${signedIn.status}`)
  const cookie = signedIn.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  const command = body =>
    send('POST', '/api/commands', cookie, { commandId: randomUUID(), ...body })
  const opened = await command({ type: 'CreateAccount', owner: 'Released', currency: 'EUR' })
  const { accountId } = await opened.json()
  const deposited = await command({ type: 'Deposit', accountId, amount: '12.50' })
  const { account } = await deposited.json()
  note(account?.balance === '12.50', `a deposit: ${deposited.status}, balance ${account?.balance}`)
  const page = await send('GET', `/accounts/${accountId}`, cookie)
  const text = await page.text()
  note(page.status === 200 && text.includes('12.50'), `the account’s page: ${page.status}`)
  const [script] = /\/_next\/static\/[^"]+\.js/.exec(text) ?? []
  const asset = await send('GET', script ?? '/no-script', cookie)
  note(asset.status === 200, `its first script: ${asset.status}`)
  const icon = await send('GET', '/account.png', cookie)
  note(icon.status === 200, `a file of public/: ${icon.status}`)
}

function tryTools() {
  note(run(['health'], settings).code === 0, 'health: exit code 0')
  const people = ['people', 'add', 'auditor', '--email', 'new@example.com', '--name', 'New']
  const added = run(people, settings)
  note(
    /\nhttp\S+\/join\/\S+\n$/.test(`\n${added.said}`),
    `people add prints a link: exit code ${added.code}`,
  )
  const checked = run(['check'], settings)
  note(checked.code === 0, `check: ${checked.said.trim()}`)
  const feed = run(['feed'], settings)
  note(feed.code === 0 && /0 parked/.test(feed.said), 'feed tells its checkpoints')
  const roles = run(['roles'], settings)
  note(/^REVOKE/m.test(roles.said), 'roles prints SQL')
  const migrated = run(['migrate'], settings)
  note(migrated.code === 0, `migrate: ${migrated.said.trim()}`)
}

function send(method, path, cookie, body) {
  return fetch(baseUrl + path, {
    method,
    headers: { origin: baseUrl, cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(20_000),
  })
}

async function answers() {
  return fetch(`${baseUrl}/api/health`).then(
    () => true,
    () => false,
  )
}

async function until(holds, output, ended) {
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  for (const deadline = Date.now() + START_LIMIT_MS; !holds(); await sleep(POLL_MS)) {
    if (isOver || Date.now() > deadline) throw new Error(`The bank did not start.\n${output()}`)
  }
}
