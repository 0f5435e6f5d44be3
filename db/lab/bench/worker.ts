// One of several processes on one database: node worker.ts URL CALLERS. Standard input gives the
// accounts, then the seconds of each run; the result of each run is a line of JSON.
import { createInterface } from 'node:readline'
import { openBank } from './bank'
import { runLoad } from './load'

const [url = '', callers = '1'] = process.argv.slice(2)
const bank = openBank(url)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const accounts: string[] = JSON.parse((await lines.next()).value)

for (let line = await lines.next(); !line.done; line = await lines.next()) {
  const load = await runLoad(Number(callers), Number(line.value), () =>
    bank.deposit(accounts[Math.floor(Math.random() * accounts.length)] ?? ''),
  )
  process.stdout.write(`${JSON.stringify(load)}\n`)
}
await bank.close()
process.disconnect()
