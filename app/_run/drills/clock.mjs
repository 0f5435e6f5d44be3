// npm run drill:clock: runs a bank in a folder of its own, sets its clock two hours ahead, uses it,
// corrects the clock, and prints what the bank answers then.
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort, openTempFolder, startBank } from '../checks/server.mjs'
import { signIn } from '../checks/teller.mjs'

const AHEAD_S = 2 * 3600
/** Longer than the bank's processes take to notice that their clock was changed. */
const SETTLE_MS = 250
/** Answers of the health check are shared for a second. */
const FINDINGS_KEPT_MS = 1_100

const temp = await openTempFolder()
const clockFile = `${temp.folder}/clock`
const preload = new URL('shifted-clock.mjs', import.meta.url)
process.env.DRILL_CLOCK_FILE = clockFile
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import ${preload}`.trim()
await setClock(0)
const port = Number(process.env.PORT) || (await findFreePort())
const bank = await startBank({ data: `${temp.folder}/bank`, port })
let failed = 0
try {
  await drill(await signIn(bank.baseUrl))
  const lines = bank.output().split('\n')
  const warnings = lines.filter(line => line.includes('This machine’s clock is'))
  for (const told of ['ahead of the database’s', 'behind the latest recorded event']) {
    const count = warnings.filter(line => line.includes(told)).length
    note(count === 1, `the log warns once that the clock is ${told} (${count} lines)`)
  }
} catch (error) {
  note(false, `${error.stack}\n${bank.output()}`)
} finally {
  await bank.stop()
  await temp.remove()
}
process.exitCode = failed === 0 ? 0 : 1

async function drill(send) {
  const command = async body => {
    const answer = await send('POST', '/api/commands', { commandId: randomUUID(), ...body })
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
  const open = async owner =>
    (await command({ type: 'CreateAccount', owner, currency: 'EUR', openingBalance: '100.00' }))
      .accountId
  const deposit = (accountId, amount) => command({ type: 'Deposit', accountId, amount })

  const before = await open('Opened before')
  await deposit(before, '20.00')
  const clockIs = async () => {
    const { checks } = await (await send('GET', '/api/health/ready')).json()
    return checks.clock
  }
  note((await clockIs()) === 'ok', 'the health check finds the clock in order before')
  await setClock(AHEAD_S)
  await sleep(FINDINGS_KEPT_MS)
  note((await clockIs()) === 'failing', 'it fails while the clock is ahead of the database’s')
  await deposit(before, '6.00')
  const meanwhile = await open('Opened meanwhile')
  await setClock(0)
  await sleep(FINDINGS_KEPT_MS)
  note((await clockIs()) === 'warning', 'it warns while the log is ahead of the corrected clock')
  const corrected = new Date()
  for (let n = 0; n < 10; n++) await deposit(before, '0.50')
  for (let n = 0; n < 10; n++) await deposit(meanwhile, '0.10')

  const get = async path => (await send('GET', path)).json()
  for (const [name, id, balance] of [
    ['the account opened before', before, '131.00'],
    ['the account opened meanwhile', meanwhile, '101.00'],
  ]) {
    const present = new Date().toISOString()
    const asked = [
      '',
      `?asOf=${present}`,
      `?knownAt=${present}`,
      `?asOf=${present}&knownAt=${present}`,
    ]
    const found = []
    for (const query of asked) found.push((await get(`/api/accounts/${id}${query}`)).balance)
    const agree = found.every(each => each === balance)
    note(agree, `${name}: now, asOf, knownAt and both at the present are ${found.join(', ')}`)
    const { items } = await get(`/api/accounts/${id}/events?limit=200&order=asc`)
    const grows = items.every((item, n) => n === 0 || item.createdAt >= items[n - 1].createdAt)
    note(grows, `${name}: its ${items.length} events are in the order in which they were recorded`)
    const early = items.filter(item => item.occurredAt < items[0].occurredAt).length
    note(early === 0, `${name}: ${early} events are dated before its opening`)
  }
  const { items } = await get(`/api/accounts/${before}/events?limit=10`)
  const limit = new Date().toISOString()
  const right = items.filter(
    ({ occurredAt }) => occurredAt >= corrected.toISOString() && occurredAt <= limit,
  ).length
  note(right === 10, `${right} of 10 deposits since are dated by the true clock`)
  const present = new Date().toISOString()
  const totals = []
  for (const query of ['', `?asOf=${present}`]) {
    const eur = (await get(`/api/bank${query}`)).totals.find(({ currency }) => currency === 'EUR')
    totals.push(`${eur.total} in ${eur.accounts} accounts`)
  }
  note(totals[0] === totals[1], `the whole bank, now and as of the present: ${totals.join('; ')}`)
  const list = await get('/api/accounts?q=Opened%20meanwhile')
  note(list.items.length === 1, 'the account opened meanwhile is found in the list')
  for (const path of [`/accounts/${meanwhile}`, `/accounts/${meanwhile}/at/${present}`]) {
    const page = await send('GET', path)
    const shows = page.status === 200 && (await page.text()).includes('101.00')
    note(shows, `the page ${path.replace(meanwhile, '…')} shows its balance (${page.status})`)
  }
}

async function setClock(seconds) {
  writeFileSync(clockFile, String(seconds))
  await sleep(SETTLE_MS)
}

function note(holds, sentence) {
  if (!holds) failed += 1
  console.log(`${holds ? '✓' : '✗'} ${sentence}`)
}
