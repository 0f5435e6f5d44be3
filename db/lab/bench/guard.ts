import { v7 } from 'uuid'
import { accountOf, bankAccount } from '@/domain/bank-account/bank-account'
import { move } from '@/domain/bank-account/movements'
import { addEvent, openDraft } from '@/domain/event-sourcing/draft'
import type { CommandRecord, Unit } from '@/domain/event-sourcing/ports'
import { saveUnit } from '../../append/append'
import { openSql, type Sql } from '../../connection'
import { newEventId } from '../../ids'
import { loadStreams } from '../../streams/load'
import { depositTo, openBank } from './bank'
import type { Figure } from './figures'
import { type Load, median, quantile, runLoad } from './load'
import type { Effort } from './rounds'
import type { BenchServer } from './server'

const ACCOUNTS = 1000
const CALLERS = 64
/** A page of an import: the number of accounts, and the rows of each. */
const BULK_ACCOUNTS = 50
const BULK_EACH = 40
/** Plans are made again when the function changes. */
const SETTLE_SECONDS = 0.25
/** Slices are short, so that other load on the machine affects both of a pair alike. */
const PAIRS_A_ROUND = 5

type Path = {
  readonly callers: number
  readonly operate: () => Promise<unknown>
  readonly each: number
}
/** CPU time for an event, in µs: of the server, and of server and this program. */
type Slice = { readonly load: Load; readonly serverUs: number; readonly bothUs: number }

/**
 * What the checks in `append_v1` cost: the same work with and without them, in short alternating
 * slices, as the medians of the ratios of neighbours.
 */
export async function measureGuard(server: BenchServer, effort: Effort): Promise<Figure[]> {
  const database = await server.database()
  const bank = openBank(database.url)
  const owner = openSql(database.url, { max: 1 })
  const bulk = openSql(database.url, { max: 1 })
  try {
    const append = await readAppend(owner)
    const accounts = await bank.openAccounts(ACCOUNTS)
    const imported = await bank.openAccounts(BULK_ACCOUNTS)
    let turn = 0
    const next = () => accounts[(turn++ * 7919) % ACCOUNTS] ?? ''
    const paths: Readonly<Record<string, Path>> = {
      spread: { callers: CALLERS, operate: () => bank.deposit(next()), each: 1 },
      hot: { callers: CALLERS, operate: () => bank.deposit(accounts[0] ?? ''), each: 1 },
      lone: { callers: 1, operate: () => bank.deposit(next()), each: 1 },
      bulk: {
        callers: 1,
        operate: () => writePage(bulk, imported),
        each: BULK_ACCOUNTS * BULK_EACH,
      },
    }
    const figures: Figure[] = []
    for (const [name, path] of Object.entries(paths)) {
      const pairs: (readonly [Slice, Slice])[] = []
      for (let n = 0; n < effort.rounds * PAIRS_A_ROUND; n++) {
        const slice = (isOn: boolean) =>
          runSlice(
            { server, owner, path, append: isOn ? append.guarded : append.bare },
            effort.seconds / PAIRS_A_ROUND,
          )
        // Each side goes first in turn, since effects build up or wear off within a pair.
        if (n % 2 === 0) pairs.push([await slice(true), await slice(false)])
        else pairs.push([await slice(false), await slice(true)].toReversed() as [Slice, Slice])
      }
      figures.push(...figuresOf(name, path, pairs))
    }
    return figures
  } finally {
    await Promise.all([bank.close(), owner.end(), bulk.end()])
    await database.drop()
  }
}

/** The function of the append as it is, and without its checks. */
async function readAppend(owner: Sql) {
  const [row] = await owner<{ guarded: string }[]>`
    select pg_get_functiondef('public.append_v1'::regproc) as guarded`
  const guarded = row?.guarded ?? ''
  const bare = guarded.replace(/array_agg\(i\)[\s\S]*?END IS TRUE\)\)/, 'null::int[]')
  if (bare === guarded) throw new Error('The append has no checks to leave out')
  return { guarded, bare }
}

async function runSlice(
  { server, owner, path, append }: { server: BenchServer; owner: Sql; path: Path; append: string },
  seconds: number,
): Promise<Slice> {
  await owner.unsafe(append)
  await runLoad(path.callers, SETTLE_SECONDS, path.operate)
  const [serverBefore, ownBefore] = [server.cpuUs() ?? Number.NaN, process.cpuUsage()]
  const load = await runLoad(path.callers, seconds, path.operate)
  const [serverAfter, own] = [server.cpuUs() ?? Number.NaN, process.cpuUsage(ownBefore)]
  const done = load.sortedMs.length * path.each
  const serverUs = (serverAfter - serverBefore) / done
  return { load, serverUs, bothUs: serverUs + (own.user + own.system) / done }
}

function figuresOf(
  name: string,
  { each }: Path,
  pairs: readonly (readonly [Slice, Slice])[],
): Figure[] {
  const compared = (of: (slice: Slice) => number) => ({
    value: median(pairs.map(([on]) => of(on))),
    ratio: median(pairs.map(([on, off]) => of(on) / of(off))),
    against: 'without the guard',
  })
  const cpu = (which: 'serverUs' | 'bothUs', suffix: string) => ({
    name: `guard.${name}.${suffix}`,
    unit: 'µs an event',
    ...compared(slice => slice[which]),
  })
  const isKnown = pairs.flat().every(({ serverUs }) => !Number.isNaN(serverUs))
  return [
    {
      name: `guard.${name}`,
      unit: 'events/s',
      ...compared(({ load }) => load.perSecond * each),
      ...(name === 'spread' ? { bar: { atLeast: 0.95 } } : {}),
    },
    {
      name: `guard.${name}.p50`,
      unit: 'ms',
      ...compared(({ load }) => quantile(load.sortedMs, 0.5)),
    },
    ...(isKnown ? [cpu('serverUs', 'server.cpu'), cpu('bothUs', 'cpu')] : []),
  ]
}

/** One page as the import writes it: deposits of one euro. */
async function writePage(sql: Sql, ids: readonly string[]): Promise<void> {
  const records: CommandRecord[] = []
  const streams = [...(await loadStreams(sql, ids)).values()].map(before => {
    const draft = openDraft(before)
    for (let n = 0; n < BULK_EACH; n++) {
      const account = accountOf(draft.stream)
      if (!account) throw new Error('The account is not open')
      const envelope = { ...depositTo(before.aggregateId), commandId: v7() }
      const origin = { ...envelope, eventId: newEventId(), now: new Date() }
      const recorded = addEvent(draft, bankAccount, move(account, 100n, null), origin)
      const answer = {
        outcome: 'accepted',
        changes: [{ stream: draft.stream, events: [recorded] }],
      } as const
      records.push({ envelope, recordedAt: recorded.createdAt, answer })
    }
    return draft
  })
  const unit: Unit = { streams, records, unchanged: [] }
  const outcome = await saveUnit(sql, unit)
  if (outcome !== 'saved') throw new Error(`A page was not saved: ${outcome}`)
}
