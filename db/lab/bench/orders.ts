import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figure } from './figures'
import type { Effort } from './rounds'
import type { BenchServer } from './server'

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url))

/** What the process that measures prints: medians over the rounds. */
export type OrderFigures = {
  readonly transfersPerSecond: number
  readonly executionsPerSecond: number
  /** How long commands of many callers take, without payment orders and while they are paid. */
  readonly usualP99Ms: number
  readonly meanwhileP99Ms: number
}

/** A thousand payment orders that are due at one moment, beside plain transfers of many callers. */
export async function measureOrders(server: BenchServer, effort: Effort): Promise<Figure[]> {
  const database = await server.database()
  try {
    const args = [database.url, String(effort.rounds), String(effort.seconds)]
    const measured = await runMeasure(args)
    return [
      { name: 'transfer.spread', value: measured.transfersPerSecond, unit: 'a second' },
      {
        name: 'orders.paid',
        value: measured.executionsPerSecond,
        unit: 'a second',
        ratio: measured.executionsPerSecond / measured.transfersPerSecond,
        against: 'transfer.spread',
        bar: { atLeast: 0.5 },
      },
      { name: 'command.spread.p99', value: measured.usualP99Ms, unit: 'ms' },
      {
        name: 'orders.others.p99',
        value: measured.meanwhileP99Ms,
        unit: 'ms',
        ratio: measured.meanwhileP99Ms / measured.usualP99Ms,
        against: 'command.spread.p99',
        bar: { atMost: 2 },
      },
    ]
  } finally {
    await database.drop()
  }
}

/** What pays orders is of the web process: it is measured in a process that may import it. */
async function runMeasure(args: readonly string[]): Promise<OrderFigures> {
  const program = [
    '--conditions',
    'react-server',
    '--import',
    'tsx',
    'app/_run/drills/orders/measure.ts',
  ]
  const { stdout } = await promisify(execFile)(process.execPath, [...program, ...args], {
    cwd: PROJECT,
  })
  return JSON.parse(stdout)
}
