// npm run bench [-- --json] [--only commands,guard,log,ages,http,bytes,overload,orders,watch] [--seconds N] [--rounds N]
import { parseArgs } from 'node:util'
import { measureAges } from './ages'
import { measureBytes } from './bytes'
import { measureCommands } from './commands'
import { type Figure, jsonLine, reaches, tableLine } from './figures'
import { measureGuard } from './guard'
import { measureHttp } from './http'
import { measureLog } from './log'
import { measureOrders } from './orders'
import { measureOverload } from './overload'
import type { Effort } from './rounds'
import { type BenchServer, openServer } from './server'
import { measureWatch } from './watch'

const GROUPS: Readonly<Record<string, (server: BenchServer, effort: Effort) => Promise<Figure[]>>> =
  {
    commands: measureCommands,
    guard: measureGuard,
    log: measureLog,
    ages: measureAges,
    http: measureHttp,
    bytes: measureBytes,
    overload: measureOverload,
    orders: measureOrders,
    watch: measureWatch,
  }

for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => process.exit(code)) // the database goes with this process
}

process.exitCode = await main()

async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, only: text, seconds: text, rounds: text },
  })
  const effort = { rounds: Number(values.rounds ?? 3), seconds: Number(values.seconds ?? 4) }
  const wanted = values.only?.split(',') ?? Object.keys(GROUPS)
  const unknown = wanted.find(name => !(name in GROUPS))
  if (unknown !== undefined || !(effort.rounds >= 1) || !(effort.seconds > 0)) {
    console.error(
      `The groups are ${Object.keys(GROUPS).join(', ')}; seconds and rounds are numbers.`,
    )
    return 2
  }
  const server = await openServer()
  const print = values.json ? jsonLine : tableLine
  const say = values.json ? console.error : console.log
  try {
    for (const line of await server.describe()) say(line)
    let missed = 0
    for (const name of wanted) {
      say(`\n${name}, ${effort.rounds} rounds, medians`)
      const figures = (await GROUPS[name]?.(server, effort)) ?? []
      for (const figure of figures) console.log(print(figure))
      missed += figures.filter(figure => !reaches(figure)).length
    }
    say(missed === 0 ? '\nEvery bar is reached.' : `\n${missed} bars are not reached.`)
    return 0
  } finally {
    await server.close()
  }
}
