import { randomInt } from 'node:crypto'
import { openSql } from '../../connection'
import { createEventStore } from '../../event-store'
import { ignoredSnapshots } from '../../streams/event-rows'
import type { Figure } from './figures'
import { type History, writeHistory } from './history'
import { quantile } from './load'
import type { Effort } from './rounds'
import type { BenchServer } from './server'

const SIZES = [1_000, 100_000, 1_000_000]
const SAMPLES = 300
const PAGE = 50

type Read = (history: History) => Promise<unknown>

/** Reads of young and old accounts: the balance now and then, and their trail. */
export async function measureAges(server: BenchServer, { rounds }: Effort): Promise<Figure[]> {
  const database = await server.database()
  const sql = openSql(database.url)
  const store = createEventStore(database.url)
  const histories: History[] = []
  for (const size of SIZES) histories.push(await writeHistory(sql, size))
  await sql`vacuum analyze events, snapshots`
  const reads: readonly (readonly [string, Read])[] = [
    ['balance-now', ({ id }) => store.stateAt(id, {})],
    ['as-of', history => store.stateAt(history.id, { asOf: anyMoment(history) })],
    [
      'as-of.known-at',
      history =>
        store.stateAt(history.id, { asOf: anyMoment(history), knownAt: anyMoment(history) }),
    ],
    ['trail.first', ({ id }) => store.readEvents(id, { order: 'desc', limit: PAGE })],
    [
      'trail.deep',
      ({ id, events }) =>
        store.readEvents(id, { order: 'desc', limit: PAGE, after: randomInt(PAGE, events) }),
    ],
  ]
  try {
    const figures: Figure[] = []
    for (const [name, read] of reads)
      figures.push(...(await compare(name, read, histories, rounds)))
    if (ignoredSnapshots() > 0)
      throw new Error('The histories have snapshots that contradict their events')
    return figures
  } finally {
    await Promise.all([store.close(), sql.end()])
    await database.drop()
  }
}

async function compare(
  name: string,
  read: Read,
  histories: readonly History[],
  rounds: number,
): Promise<Figure[]> {
  const times = new Map<History, number[]>(histories.map(history => [history, []]))
  for (let sample = -SAMPLES / 5; sample < SAMPLES * rounds; sample++) {
    for (const history of histories) {
      const begunMs = performance.now()
      await read(history)
      if (sample >= 0) times.get(history)?.push(performance.now() - begunMs)
    }
  }
  const sorted = histories.map(history => (times.get(history) ?? []).sort((a, b) => a - b))
  const figures = histories.flatMap(({ events }, at): Figure[] =>
    [0.5, 0.99].map(share => ({
      name: `${name}.${events}.p${share * 100}`,
      value: quantile(sorted[at] ?? [], share),
      unit: 'ms',
    })),
  )
  const [smallest, largest] = [figures.at(0), figures.at(-2)]
  return figures.map(figure =>
    figure === largest && smallest
      ? {
          ...figure,
          ratio: figure.value / smallest.value,
          against: smallest.name,
          bar: { atMost: 1.5 },
        }
      : figure,
  )
}

function anyMoment({ events, at }: History): Date {
  return at(randomInt(1, events + 1))
}
