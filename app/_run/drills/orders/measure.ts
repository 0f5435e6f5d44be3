// node measure.ts URL ROUNDS SECONDS: for the group `orders` of the bench, in a process of its own,
// because what pays orders is of the web process. Prints a line of JSON, as `OrderFigures`.

import { countingUnanswered } from '@/app/_server/process/own-figures'
import { payDueOrders } from '@/app/_server/process/pay-orders'
import { depositTo, openBank } from '@/db/lab/bench/bank'
import { median, quantile, runLoad } from '@/db/lab/bench/load'
import type { OrderFigures } from '@/db/lab/bench/orders'
import { paymentOrders } from '@/db/projections/payment-orders'
import { openDb } from '@/db/query'
import { follow } from './follow'
import { newOrder } from './new-orders'

const ORDERS = 1000
const ACCOUNTS = 1000
const CALLERS = 64
/** Enough for every payment of a run. */
const RICH = '1000000.00'

const [url = '', rounds = '3', seconds = '4'] = process.argv.slice(2)
const bank = openBank(url)
const db = openDb(url)
const accounts = await bank.openAccounts(ACCOUNTS, RICH)
const others = countingUnanswered(bank.execute)
const parts = { db, store: bank.store, execute: bank.execute, unanswered: others.unanswered }
const any = () => accounts[Math.floor(Math.random() * ACCOUNTS)] ?? ''
const usually: number[] = []
const meanwhile: number[] = []
const transfers: number[] = []
const executions: number[] = []

for (let round = 0; round < Number(rounds); round++) {
  await runLoad(CALLERS, 1, transfer)
  transfers.push((await runLoad(CALLERS, Number(seconds), transfer)).perSecond)
  await makeOrders()
  executions.push(ORDERS / (await payAll()))
  await checkPaid()
  usually.push(quantile((await runLoad(CALLERS, Number(seconds), deposit)).sortedMs, 0.99))
  await makeOrders()
  let isPaid = false
  const paying = payAll().then(() => {
    isPaid = true
  })
  const othersMs: number[] = []
  while (!isPaid) othersMs.push(...(await runLoad(CALLERS, 0.05, deposit)).sortedMs)
  await paying
  await checkPaid()
  meanwhile.push(
    quantile(
      othersMs.sort((a, b) => a - b),
      0.99,
    ),
  )
}
const figures: OrderFigures = {
  transfersPerSecond: median(transfers),
  executionsPerSecond: median(executions),
  usualP99Ms: median(usually),
  meanwhileP99Ms: median(meanwhile),
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
await Promise.all([bank.close(), db.$client.end()])

async function deposit(): Promise<void> {
  const { outcome } = await others.execute(depositTo(any()))
  if (outcome !== 'accepted') throw new Error(`A deposit was ${outcome}`)
}

function transfer(): Promise<void> {
  const from = Math.floor(Math.random() * ACCOUNTS)
  const to = (from + 1 + Math.floor(Math.random() * (ACCOUNTS - 1))) % ACCOUNTS
  return bank.transfer(accounts[from] ?? '', accounts[to] ?? '')
}

/** Orders of one cent that are due at once, each from another account, in the list of what is due. */
async function makeOrders(): Promise<void> {
  const commands = accounts.slice(0, ORDERS).map((from, n) => {
    const to = accounts[(n + 1) % ACCOUNTS] ?? ''
    return newOrder({ from, to })
  })
  const answers = await Promise.all(commands.map(bank.execute))
  if (answers.some(({ outcome }) => outcome !== 'accepted'))
    throw new Error('An order was not made')
  await follow(db.$client, [paymentOrders])
}

/** Pays what is due; gives the seconds until the last order was paid. */
async function payAll(): Promise<number> {
  const begunMs = performance.now()
  await payDueOrders(parts, new Set(), new Date())
  return (performance.now() - begunMs) / 1000
}

async function checkPaid(): Promise<void> {
  await follow(db.$client, [paymentOrders])
  const [row] = await db.$client`select from payment_orders where due_at is not null limit 1`
  if (row) throw new Error('Orders are left')
}
