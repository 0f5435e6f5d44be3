/**
 * What hash partitions by aggregate id cost and gain: fills two scratch copies of `events` (one
 * plain, one partitioned) from empty, side by side, then reads from both. Takes about 1.5 kB of
 * disk for each event of `--events`, and frees it.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { databaseUrl, openSql } from '../connection'
import { readsOf } from './partitions/reads'
import {
  BATCH,
  createTables,
  type Plan,
  planFor,
  SCHEMA,
  type ScratchTable,
  writeStep,
} from './partitions/scratch-tables'

const USAGE = `npm run measure:partitions -- [--events 10000000] [--minutes 600] [--writers 2]
  --events N    how many events go into each of the two tables
  --minutes N   fills no longer than that; both tables then have equally many events, but fewer`

const STEPS = 10
const READS = 2000

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    minutes: { type: 'string', default: '600' },
    writers: { type: 'string', default: '2' },
  },
})
const [events, minutes, writers] = [values.events, values.minutes, values.writers].map(Number)
if (!events || !minutes || !writers || events < 10_000 || !Number.isInteger(events / writers)) {
  console.error(USAGE)
  process.exit(2)
}

const sql = openSql(databaseUrl(), { max: writers })
try {
  await measure({ events, minutes, writers })
} finally {
  await sql.unsafe(`drop schema if exists ${SCHEMA} cascade`)
  await sql.end()
}

async function measure(asked: { events: number; minutes: number; writers: number }): Promise<void> {
  const plan = planFor(asked.events, STEPS, asked.writers)
  const [server] = await sql`select version(), current_setting('shared_buffers') as buffers,
    current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`
  console.log(`${new Date().toISOString()}, ${cpus().length} cores (${cpus()[0]?.model})`)
  console.log(`${server?.version}`)
  console.log(`shared_buffers ${server?.buffers}, fsync ${server?.fsync}, commit ${server?.commit}`)
  console.log(`${plan.accountsEach * plan.writers} accounts, ${BATCH} events a transaction`)
  const tables = await createTables(sql)
  const steps = await fill(tables, plan, asked.minutes)
  await sql.unsafe(`analyze ${tables.map(({ name }) => name).join(', ')}`)
  await report(tables, plan, steps)
}

/** Fills the tables in turn, step by step, so other load on the machine affects both alike. */
async function fill(tables: readonly ScratchTable[], plan: Plan, minutes: number): Promise<number> {
  const begun = performance.now()
  let longest = 0
  console.log('\nevents before      table           events/s   ms a transaction: p50    p99')
  for (let step = 0; step < STEPS; step++) {
    const pairBegun = performance.now()
    if (pairBegun - begun + longest > minutes * 60_000) return step
    for (const table of step % 2 ? tables.toReversed() : tables) {
      table.batchMs.length = 0
      const stepBegun = performance.now()
      await Promise.all(
        Array.from({ length: plan.writers }, (_, writer) =>
          writeStep(sql, table, plan, writer, step),
        ),
      )
      const seconds = (performance.now() - stepBegun) / 1000
      const count = plan.stepEach * plan.writers
      console.log(
        `${String(step * count).padStart(13)}      ${table.label.padEnd(13)} ` +
          `${(count / seconds).toFixed(0).padStart(10)} ${quantiles(table.batchMs)}`,
      )
    }
    longest = Math.max(longest, performance.now() - pairBegun)
  }
  return STEPS
}

async function report(tables: readonly ScratchTable[], plan: Plan, steps: number): Promise<void> {
  const total = steps * plan.stepEach * plan.writers
  console.log(`\nWith ${total} events in each table:`)
  console.log('what                          table             p50 ms   p99 ms   (or an event)')
  await reportPages(tables, total)
  for (const [what, read] of readsOf(sql, plan, total)) {
    const times = new Map<string, number[]>(tables.map(({ name }) => [name, []]))
    for (let sample = -READS / 10; sample < READS; sample++) {
      for (const { name } of tables) {
        const begun = performance.now()
        await read(name)
        if (sample >= 0) times.get(name)?.push(performance.now() - begun)
      }
    }
    for (const { label, name } of tables) line(what, label, quantiles(times.get(name) ?? []))
  }
  for (const { label, name } of tables) {
    const [size] = await sql`
      select sum(pg_table_size(oid)) / ${total} as rows, sum(pg_indexes_size(oid)) / ${total} as keys
      from (select ${name}::regclass as oid
        union select inhrelid from pg_inherits where inhparent = ${name}::regclass) parts`
    line('bytes of the table', label, Number(size?.rows).toFixed(0).padStart(8))
    line('bytes of the indexes', label, Number(size?.keys).toFixed(0).padStart(8))
  }
}

/** Pages that the fill did not find in shared memory; other programs change that little. */
async function reportPages(tables: readonly ScratchTable[], total: number): Promise<void> {
  for (const { label, name } of tables) {
    const [pages] = await sql`
      select sum(heap_blks_read + idx_blks_read) / ${total} as read from pg_statio_user_tables
      where relid = ${name}::regclass
        or relid in (select inhrelid from pg_inherits where inhparent = ${name}::regclass)`
    line('pages read by the fill', label, Number(pages?.read).toFixed(2).padStart(8))
  }
}

function line(what: string, label: string, figures: string): void {
  console.log(`${what.padEnd(29)} ${label.padEnd(13)} ${figures}`)
}

function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  return [0.5, 0.99]
    .map(share => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2).padStart(8))
    .join(' ')
}
