// node measure.ts URL ROUNDS SECONDS: for the group `orders` of the bench, in a process of its own,
// because what pays orders is of the web process. Prints a line of JSON, as `OrderFigures`.

import { payDueOrders } from '@/app/_server/process/pay-orders'
import { openBank } from '@/db/lab/bench/bank'
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
const parts = { db, store: bank.store, execute: bank.execute }
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
  usually.push(quantile((await runLoad(CALLERS, Number(seconds), deposit)).sortedMs, 0.99))
  await makeOrders()
  let isPaid = false
  const paying = payAll().then(() => {
    isPaid = true
  })
  const others: number[] = []
  while (!isPaid) others.push(...(await runLoad(CALLERS, 0.05, deposit)).sortedMs)
  await paying
  meanwhile.push(
    quantile(
      others.sort((a, b) => a - b),
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

function deposit(): Promise<void> {
  return bank.deposit(any())
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

/** Pays until nothing is due any more; gives the seconds until the last order was paid. */
async function payAll(): Promise<number> {
  const begunMs = performance.now()
  await payDueOrders(parts, new Set(), new Date())
  const seconds = (performance.now() - begunMs) / 1000
  await follow(db.$client, [paymentOrders])
  if (await isAnyDue()) throw new Error('Orders are left')
  return seconds
}

async function isAnyDue(): Promise<boolean> {
  const [row] = await db.$client`select from payment_orders where due_at is not null limit 1`
  return row !== undefined
}
