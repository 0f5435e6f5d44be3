import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSql, type Sql } from '../../connection'
import { importFile } from '../../import/import-file'
import { foldLog } from '../../projections/fold'
import type { Figure } from './figures'
import { writeHistory } from './history'
import { median } from './load'
import type { Effort } from './rounds'
import type { BenchServer } from './server'

const REPLAYED_ACCOUNTS = 1_500
const EVENTS_EACH = 200

/** The bulk paths: folding the whole log, beside COPY of the same rows; and an import. */
export async function measureLog(server: BenchServer, effort: Effort): Promise<Figure[]> {
  return [...(await measureReplay(server, effort)), ...(await measureImport(server, effort))]
}

async function measureReplay(server: BenchServer, { rounds }: Effort): Promise<Figure[]> {
  const database = await server.database()
  const sql = openSql(database.url)
  try {
    for (let n = 0; n < REPLAYED_ACCOUNTS; n++) await writeHistory(sql, EVENTS_EACH)
    await sql`vacuum analyze events`
    const rates = { replay: [] as number[], copy: [] as number[] }
    for (let round = 0; round <= rounds; round++) {
      const [copied, replayed] = [await rateOf(() => copyAll(sql)), await rateOf(() => replay(sql))]
      if (round === 0) continue // to warm up
      rates.copy.push(copied)
      rates.replay.push(replayed)
    }
    const [copied, replayed] = [median(rates.copy), median(rates.replay)]
    return [
      { name: 'copy', value: copied, unit: 'rows/s' },
      {
        name: 'replay',
        value: replayed,
        unit: 'events/s',
        ratio: replayed / copied,
        against: 'copy',
        bar: { atLeast: 0.5 },
      },
    ]
  } finally {
    await sql.end()
    await database.drop()
  }
}

async function rateOf(work: () => Promise<number>): Promise<number> {
  const begunMs = performance.now()
  const count = await work()
  return count / ((performance.now() - begunMs) / 1000)
}

/** COPY of the whole table, discarded as it arrives. */
async function copyAll(sql: Sql): Promise<number> {
  const rows = await sql`copy events to stdout`.readable()
  let count = 0
  await new Promise((resolve, reject) => {
    rows.on('data', () => count++)
    rows.once('end', resolve)
    rows.once('error', reject)
  })
  return count
}

async function replay(sql: Sql): Promise<number> {
  let count = 0
  const onStep = () => {
    count++
  }
  await foldLog(sql, () => {}, onStep)
  return count
}

const IMPORTED_ACCOUNTS = 1_000
const ROWS_EACH = 60

async function measureImport(server: BenchServer, { rounds }: Effort): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-bench-'))
  const file = join(folder, 'book.csv')
  writeFileSync(file, madeUpBook())
  const rates: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const database = await server.database()
      const rate = await rateOf(async () => {
        const result = await importFile({
          url: database.url,
          file,
          source: 'bench',
          currency: 'EUR',
        })
        if (result.outcome !== 'imported') throw new Error(`The import was ${result.outcome}`)
        return result.added
      })
      rates.push(rate)
      await database.drop()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return [{ name: 'import', value: median(rates), unit: 'rows/s', bar: { atLeast: 20_000 } }]
}

/** A file in the format of db/demo/README.md, its rows ordered by day. */
function madeUpBook(): string {
  const lines = [
    'account_id,date,direction,amount,balance_after,operation,purpose,counterparty_bank,' +
      'counterparty_account,transaction_id',
  ]
  for (let n = 0; n < ROWS_EACH; n++) {
    const day = new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10)
    for (let account = 1; account <= IMPORTED_ACCOUNTS; account++) {
      const id = n * IMPORTED_ACCOUNTS + account
      lines.push(
        `${account},${day},credit,10.50,${(10.5 * (n + 1)).toFixed(2)},cash deposit,,,,${id}`,
      )
    }
  }
  return `${lines.join('\n')}\n`
}
