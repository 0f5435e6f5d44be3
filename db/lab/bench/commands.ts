import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { openBank } from './bank'
import { openEmmett } from './emmett'
import type { Figure } from './figures'
import type { Load } from './load'
import { openRaw, openRawLedger } from './raw'
import { type Effort, type Measure, type Measured, measureInTurn } from './rounds'
import type { BenchServer } from './server'

const ACCOUNTS = 1000
const CALLERS = 64
const RAW_CONNECTIONS = 16
/** For its transfers, 16 to 64 connections make no difference. */
const LEDGER_CONNECTIONS = 32
const HOT_ACCOUNTS = 10
/** Enough for every transfer of a run. */
const RICH = '1000000.00'

/**
 * Commands, beside one-row inserts into a copy of the table, beside transfers of a plain ledger, and
 * beside the leading peer.
 */
export async function measureCommands(server: BenchServer, effort: Effort): Promise<Figure[]> {
  const [database, peers] = [await server.database(), await server.database({ migrated: false })]
  const bank = openBank(database.url)
  const accounts = await bank.openAccounts(ACCOUNTS, RICH)
  const raw = await openRaw(database.url, RAW_CONNECTIONS)
  const rawAlone = await openRaw(database.url, 1)
  const ledger = await openRawLedger(database.url, accounts, LEDGER_CONNECTIONS)
  const emmett = await openEmmett(peers.url)
  const pair = await startPair(database.url, accounts)
  let turn = 0
  const next = () => accounts[(turn++ * 7919) % ACCOUNTS] ?? ''
  const hot = accounts[0] ?? ''
  const pairs = pairsOf(accounts)
  const hotPairs = pairsOf(accounts.slice(0, HOT_ACCOUNTS))
  const measures: Measure[] = [
    { name: 'append.raw', callers: RAW_CONNECTIONS, operate: raw.insert },
    { name: 'command.spread', callers: CALLERS, operate: () => bank.deposit(next()) },
    { name: 'command.hot', callers: CALLERS, operate: () => bank.deposit(hot) },
    { name: 'append.raw.lone', callers: 1, operate: rawAlone.insert },
    { name: 'command.lone', callers: 1, operate: () => bank.deposit(next()) },
    { name: 'command.two-process', callers: 0, operate: async () => {}, run: pair.run },
    {
      name: 'append.raw.transfer',
      callers: CALLERS,
      operate: () => ledger.transfer(...pairs()),
    },
    { name: 'transfer.spread', callers: CALLERS, operate: () => bank.transfer(...pairs()) },
    { name: 'transfer.hot', callers: CALLERS, operate: () => bank.transfer(...hotPairs()) },
    { name: 'peer.emmett.spread', callers: CALLERS, operate: () => emmett.deposit(next()) },
    { name: 'peer.emmett.hot', callers: CALLERS, operate: () => emmett.deposit(hot) },
  ]
  try {
    return figuresOf(await measureInTurn(measures, effort))
  } finally {
    const clients = [bank, raw, rawAlone, ledger, emmett, pair]
    await Promise.all(clients.map(client => client.close()))
    await Promise.all([database.drop(), peers.drop()])
  }
}

/** Gives two different accounts each time. */
function pairsOf(accounts: readonly string[]): () => readonly [from: string, to: string] {
  const { length } = accounts
  return () => {
    const from = Math.floor(Math.random() * length)
    const to = (from + 1 + Math.floor(Math.random() * (length - 1))) % length
    return [accounts[from] ?? '', accounts[to] ?? '']
  }
}

function figuresOf(measured: ReadonlyMap<string, Measured>): Figure[] {
  const of = (name: string) => {
    const found = measured.get(name)
    if (!found) throw new Error(`${name} was not measured`)
    return found
  }
  const rate = (name: string, against?: string, bar?: Figure['bar']): Figure => ({
    name,
    value: of(name).perSecond,
    unit: 'a second',
    ...(against ? { ratio: of(name).perSecond / of(against).perSecond, against } : {}),
    ...(bar ? { bar } : {}),
  })
  const delay = (name: string, which: 'p50Ms' | 'p99Ms', bar?: Figure['bar']): Figure => ({
    name: `${name}.${which.slice(0, 3)}`,
    value: of(name)[which],
    unit: 'ms',
    ...(bar ? { bar } : {}),
  })
  const beyond = (name: string, peer: string, atLeast: number): Figure => ({
    ...rate(peer),
    ratio: of(name).perSecond / of(peer).perSecond,
    against: `faster is ${name}`,
    bar: { atLeast },
  })
  return [
    rate('append.raw'),
    // Where the disk is fast a one-row insert waits less, and a batch has less to save.
    rate('command.spread', 'append.raw', {
      atLeast: of('append.raw').perSecond > 10_000 ? 1.6 : 2,
    }),
    delay('command.spread', 'p50Ms'),
    delay('command.spread', 'p99Ms', { atMost: 25 }),
    rate('command.hot', 'command.spread', { atLeast: 1 }),
    delay('command.hot', 'p50Ms'),
    delay('command.hot', 'p99Ms'),
    delay('append.raw.lone', 'p50Ms'),
    {
      ...delay('command.lone', 'p50Ms', { atMost: 2 }),
      ratio: of('command.lone').p50Ms / of('append.raw.lone').p50Ms,
      against: 'append.raw.lone.p50',
    },
    rate('command.two-process', 'command.spread', { atLeast: 1 }),
    rate('append.raw.transfer'),
    rate('transfer.spread', 'append.raw.transfer', { atLeast: 1.5 }),
    { ...rate('transfer.spread'), name: 'transfer.spread.rate', bar: { atLeast: 5_000 } },
    delay('transfer.spread', 'p50Ms'),
    delay('transfer.spread', 'p99Ms'),
    rate('transfer.hot', 'transfer.spread', { atLeast: 1 }),
    delay('transfer.hot', 'p50Ms'),
    delay('transfer.hot', 'p99Ms'),
    beyond('command.spread', 'peer.emmett.spread', 9),
    beyond('command.hot', 'peer.emmett.hot', 100),
    delay('peer.emmett.hot', 'p99Ms'),
  ]
}

/** Two more processes that deposit into the same accounts, at the same time, on order. */
async function startPair(url: string, accounts: readonly string[]) {
  const children = [0, 1].map(() => {
    const child = fork(new URL('worker.ts', import.meta.url), [url, String(CALLERS / 2)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    })
    child.stdin?.write(`${JSON.stringify(accounts)}\n`)
    return { child, lines: createInterface({ input: child.stdout ?? process.stdin }) }
  })
  return {
    async run(seconds: number): Promise<Load> {
      const loads = children.map(async ({ child, lines }): Promise<Load> => {
        child.stdin?.write(`${seconds}\n`)
        const [line] = await once(lines, 'line')
        return JSON.parse(line)
      })
      const both = await Promise.all(loads)
      return {
        perSecond: both.reduce((sum, { perSecond }) => sum + perSecond, 0),
        sortedMs: both.flatMap(({ sortedMs }) => sortedMs).sort((a, b) => a - b),
      }
    },
    async close(): Promise<void> {
      const ended = children.map(({ child }) => once(child, 'exit'))
      for (const { child } of children) child.stdin?.end()
      await Promise.all(ended)
    },
  }
}
