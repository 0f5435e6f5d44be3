/**
 * What the check of a late posting costs on accounts of growing age: fills accounts in a throw-away
 * database, with some late events, and reads the range of the balances since the opening, the
 * middle and the last moments. With `--holds`, that many holds are placed, and released at once.
 * `npm run measure:late -- [--events 1000,100000] [--late 20,1000] [--holds 200]`
 */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { accountOf, bankAccount } from '@/domain/bank-account/bank-account'
import { open } from '@/domain/bank-account/decisions'
import type { BankAccountEvent, Hold } from '@/domain/bank-account/events'
import { move } from '@/domain/bank-account/movements'
import { addEvent, openDraft } from '@/domain/event-sourcing/draft'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { emptyStream } from '@/domain/event-sourcing/stream'
import { saveUnit } from '../append/append'
import { readBalancesSince } from '../append/balances-since'
import { openPlanned, type Sql } from '../connection'
import { openThrowAway } from '../embedded/throw-away.mjs'
import { newEventId } from '../ids'
import { migrate } from '../migrate'

const READS = 200
/** Slow reads are repeated fewer times. */
const MINUTES_MAX = 0.5
const BATCH = 2_000
const START = Date.UTC(2020, 0, 1)
const SECOND = 1_000

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000,100000,1000000' },
    late: { type: 'string', default: '20' },
    holds: { type: 'string', default: '0' },
  },
})
const sizes = values.events.split(',').map(Number)
const lateCounts = values.late.split(',').map(Number)
const holds = Number(values.holds)
const isWhole = (least: number) => (size: number) => Number.isInteger(size) && size >= least
if (!sizes.every(isWhole(1000)) || !lateCounts.every(isWhole(1)) || !isWhole(0)(holds)) {
  console.error('npm run measure:late -- [--events 1000,100000] [--late 20,1000] [--holds 200]')
  process.exit(2)
}

const database = await openThrowAway()
try {
  await migrate(database.url)
  const sql = openPlanned(database.url)
  for (const size of sizes) {
    for (const late of lateCounts) await measure(sql, size, late)
  }
  await sql.end()
} finally {
  await database.close()
}

async function measure(sql: Sql, size: number, late: number): Promise<void> {
  const stream = await fill(sql, size, late)
  await sql.unsafe('vacuum analyze events; ').catch(() => {})
  for (const [name, share] of [
    ['opening', 0],
    ['middle', 0.5],
    ['last hundred', 1],
  ] as const) {
    const from = new Date(START + Math.floor((size - 100) * share) * SECOND)
    const times: number[] = []
    const end = performance.now() + MINUTES_MAX * 60_000
    while (times.length < READS && performance.now() < end) {
      const started = performance.now()
      await readBalancesSince(sql, stream, from)
      times.push(performance.now() - started)
    }
    const at = (quantile: number) =>
      times.sort((a, b) => a - b)[Math.floor(times.length * quantile)]
    const [p50, p99] = [at(0.5), at(0.99)].map(ms => (ms ?? 0).toFixed(2))
    console.log(`${size} events, ${late} late, since the ${name}: ms p50 ${p50}, p99 ${p99}`)
  }
}

/** One account whose events are a second apart, with a late one now and then. */
async function fill(sql: Sql, size: number, late: number): Promise<Stream> {
  let stream = emptyStream(bankAccount, randomUUID())
  for (let done = 0; done < size; ) {
    const draft = openDraft(stream)
    for (; draft.events.length < BATCH && done < size; done++) {
      const now = new Date(START + done * SECOND)
      const isLate = done > 0 && done % Math.floor(size / late) === 0
      const occurredAt = isLate ? new Date(START + Math.floor(done / 2) * SECOND) : now
      const [hold] = accountOf(draft.stream)?.terms.holds ?? []
      const isPlaced = holds > 0 && done % Math.floor(size / holds) === 2
      const event = hold ? end(hold) : isPlaced ? place(now) : eventAfter(draft.stream)
      addEvent(draft, bankAccount, event, {
        eventId: newEventId(),
        actor: { id: 'u', name: 'U', role: 'teller' },
        commandId: null,
        correlationId: null,
        now,
        occurredAt,
      })
    }
    await saveUnit(sql, { streams: [draft], records: [], unchanged: [] })
    stream = draft.stream
  }
  return stream
}

function place(now: Date): BankAccountEvent {
  const expiresAt = new Date(now.getTime() + 60 * SECOND).toISOString()
  const hold = { holdId: randomUUID(), amount: 100n, expiresAt, note: null }
  return { type: 'HoldPlaced', currency: 'EUR', ...hold }
}

function end({ holdId, amount }: Hold): BankAccountEvent {
  return { type: 'HoldReleased', holdId, amount, currency: 'EUR' }
}

function eventAfter(stream: Stream): RecordedEvent['event'] {
  const account = accountOf(stream)
  if (!account) {
    const names = { owner: 'U', currency: 'EUR', reference: null, customerId: null } as const
    return open({ accountId: stream.aggregateId, ...names, openingBalance: 100_000n })
  }
  const amount = BigInt(1 + (stream.version % 97))
  return move(account, stream.version % 2 === 0 ? -amount : amount, null)
}
