import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import type { Books } from './books'
import type { Dice } from './dice'
import type { Order, Report, Scene } from './messages'

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url))
const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url))
/** Two writers and a database restart while the machine does other things. */
const LIMIT_MS = 120_000
const POLL_MS = 5

type Writer = {
  readonly tell: (order: Order) => void
  /** Resolves at the next report of that kind. */
  readonly next: (kind: Report['kind']) => Promise<void>
  readonly kill: () => Promise<void>
}

/** The writing processes of a soak. */
export type Crew = Awaited<ReturnType<typeof startCrew>>

/** Starts `size` writing processes; their reports are entered into the books. */
export async function startCrew(size: number, url: string, books: Books, dice: Dice) {
  const writers = await Promise.all(
    Array.from({ length: size }, () => startWriter(url, books, dice)),
  )
  return {
    writeOn: (scene: Scene) => {
      for (const writer of writers) writer.tell({ kind: 'write', ...scene })
    },
    /** Lets one of them lose one side of a transfer. */
    lose: () => dice.pick(writers).tell({ kind: 'lose' }),
    /** Lets one of them, or two at once, send these commands. */
    send(envelopes: readonly CommandEnvelope[]) {
      const [one, other] = [dice.pick(writers), dice.pick(writers)]
      one.tell({ kind: 'send', envelopes })
      if (other !== one) other.tell({ kind: 'send', envelopes })
    },
    /** Resolves when all pending commands are settled and nobody sends any more. */
    async rest() {
      const resting = writers.map(writer => writer.next('resting'))
      for (const writer of writers) writer.tell({ kind: 'rest' })
      await within('The writers do not come to rest', Promise.all(resting))
    },
    /** Kills one of them with SIGKILL and starts another in its place. */
    async killOne(scene: Scene) {
      const place = dice.between(0, size - 1)
      await writers[place]?.kill()
      const successor = await startWriter(url, books, dice)
      successor.tell({ kind: 'write', ...scene })
      writers[place] = successor
    },
    async close() {
      await Promise.all(writers.map(writer => writer.kill()))
    },
  }
}

async function startWriter(url: string, books: Books, dice: Dice): Promise<Writer> {
  const seed = String(dice.between(0, 2 ** 31))
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, seed], {
    cwd: PROJECT,
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const waiting = new Map<Report['kind'], () => void>()
  let isKilled = false
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout }).on('line', line => {
    const report = parse(line, isKilled)
    if (!report) return
    books.enter(report)
    waiting.get(report.kind)?.()
  })
  const silent = new Promise<void>(resolve => lines.once('close', resolve))
  void silent.then(() => {
    if (!isKilled) books.enter({ kind: 'failure', text: 'A writer ended by itself' })
  })
  const writer: Writer = {
    tell: order => child.stdin.write(`${JSON.stringify(order)}\n`),
    next: kind => new Promise(resolve => waiting.set(kind, resolve)),
    async kill() {
      isKilled = true
      await killAndReap(child)
      await silent
    },
  }
  await within('A writer does not start', writer.next('ready'))
  return writer
}

/** An incomplete last line of a killed writer is ignored. */
function parse(line: string, isKilled: boolean): Report | null {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (isKilled) return null
    throw error
  }
}

async function killAndReap(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

/** Waits until `holds`. @throws Error that starts with `otherwise` when that takes too long */
export async function until(
  otherwise: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + LIMIT_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${otherwise}, for ${LIMIT_MS / 1000} s.`)
    await pause(POLL_MS)
  }
}

async function within(otherwise: string, work: Promise<unknown>): Promise<void> {
  let isDone = false
  void work.then(() => {
    isDone = true
  })
  await until(otherwise, () => isDone)
}
