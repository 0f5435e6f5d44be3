import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figure } from './figures'
import type { Effort, Measured } from './rounds'
import type { BenchServer } from './server'

type Name = 'unwatched' | 'watched'

const program = fileURLToPath(
  new URL('../../../app/_server/testing/watched-load.ts', import.meta.url),
)

/**
 * What watching costs the commands of `command.spread`, measured in turn in one process: nothing
 * while metrics and traces are off, and little with metrics and a line of the log for each command.
 */
export async function measureWatch(
  server: BenchServer,
  { rounds, seconds }: Effort,
): Promise<Figure[]> {
  const database = await server.database()
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--conditions=react-server', '--import', 'tsx', program],
      ...[database.url, String(rounds), String(seconds)],
    ])
    const measured: Record<'plain' | Name, Measured & { cpuUs: number }> = JSON.parse(stdout)
    const figure = (name: Name, atLeast: number): Figure => ({
      name: `command.${name}`,
      value: measured[name].perSecond,
      unit: 'a second',
      ratio: measured[name].perSecond / measured.plain.perSecond,
      against: 'command.spread beside it',
      bar: { atLeast },
    })
    const cost = (name: Name): Figure => ({
      name: `command.${name}.cpu`,
      value: measured[name].cpuUs,
      unit: 'µs',
      ratio: measured[name].cpuUs / measured.plain.cpuUs,
      against: 'command.spread beside it',
    })
    return [figure('unwatched', 0.99), cost('unwatched'), figure('watched', 0.97), cost('watched')]
  } finally {
    await database.drop()
  }
}
