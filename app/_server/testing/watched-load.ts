import 'server-only'
import { openSync } from 'node:fs'
import { logger, replaceSink } from '@/app/_server/log/logger'
import { createSink } from '@/app/_server/log/sink'
import { createInstruments } from '@/app/_server/metrics/instruments'
import { meters, startMeters } from '@/app/_server/metrics/meters'
import { watchedBatches, watchedExecute, watchedQueries } from '@/app/_server/process/bank-watch'
import { systemClock } from '@/db/append/system-clock'
import { createEventStore } from '@/db/event-store'
import { depositTo, LIMITS, openBank } from '@/db/lab/bench/bank'
import { runLoad } from '@/db/lab/bench/load'
import { type Measure, measureInTurn } from '@/db/lab/bench/rounds'
import { createExecutor } from '@/domain/event-sourcing/command-executor'
import { handleCommands } from '@/domain/event-sourcing/command-handler'
import { lanesIn } from '@/domain/event-sourcing/operation'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'

// A program of the bench: URL ROUNDS SECONDS. Prints what was measured, as JSON: commands of a bank
// without any watching, of one as it is by default (no metrics, no traces), and of one with metrics
// and a line of the log for each command.

const ACCOUNTS = 1000
const CALLERS = 64

/** The commands of the web process on this database, watched as the settings of now say. */
function openWatched(url: string) {
  const store = createEventStore(url, () => {}, {
    commands: watchedQueries('commands', 4),
    onCommitted: meters()?.committed,
  })
  const executor = createExecutor(
    watchedBatches(store, (ports, commands, attemptOf) =>
      handleCommands(commands, ports, attemptOf),
    ),
    lanesIn(store.registry),
    LIMITS,
    systemClock,
    error => {
      throw error
    },
  )
  return { execute: watchedExecute(executor.execute), close: store.close }
}

/** The line of a request with one command, as request-lines.ts writes it. */
function logLine({ commandId, actor }: CommandEnvelope): void {
  const of = { method: 'POST', route: '/api/commands', status: 200, durationMs: 4.1 }
  const ids = { requestId: commandId, traceId: undefined, actorId: actor.id }
  logger().info({ ...ids, ...of, outcome: 'accepted', commandId }, 'request')
}

const [url = '', rounds = '3', seconds = '4'] = process.argv.slice(2)
replaceSink(createSink(openSync('/dev/null', 'w')))
const plain = openBank(url)
const accounts = await plain.openAccounts(ACCOUNTS)
let turn = 0
const next = () => accounts[(turn++ * 7919) % ACCOUNTS] ?? ''
const unwatched = openWatched(url)
startMeters(createInstruments)
const watched = openWatched(url)
const used = new Map<string, { cpuUs: number; commands: number }>()

/** Measures the processor time of this process too: other load on the machine changes it little. */
function measure(name: string, operate: () => Promise<unknown>): Measure {
  const sum = { cpuUs: 0, commands: 0 }
  used.set(name, sum)
  return {
    ...{ name, callers: CALLERS, operate },
    async run(length) {
      const before = process.cpuUsage()
      const load = await runLoad(CALLERS, length, operate)
      const { user, system } = process.cpuUsage(before)
      sum.cpuUs += user + system
      sum.commands += load.sortedMs.length
      return load
    },
  }
}

const measured = await measureInTurn(
  [
    measure('plain', () => plain.execute(depositTo(next()))),
    measure('unwatched', () => unwatched.execute(depositTo(next()))),
    measure('watched', async () => {
      const envelope = depositTo(next())
      await watched.execute(envelope)
      logLine(envelope)
    }),
  ],
  { rounds: Number(rounds), seconds: Number(seconds) },
)
await Promise.all([plain.close(), unwatched.close(), watched.close()])
const told = [...measured].map(([name, its]) => {
  const { cpuUs, commands } = used.get(name) ?? { cpuUs: 0, commands: 0 }
  return [name, { ...its, cpuUs: cpuUs / commands }]
})
process.stdout.write(`${JSON.stringify(Object.fromEntries(told))}\n`)
