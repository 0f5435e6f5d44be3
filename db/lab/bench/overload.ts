import { setTimeout as sleep } from 'node:timers/promises'
import { depositTo, openBank } from './bank'
import type { Figure } from './figures'
import { quantile, runLoad } from './load'
import type { Effort } from './rounds'
import type { BenchServer } from './server'

const ACCOUNTS = 1000
const CALLERS = 64
const TICK_MS = 5
const TIMES = 10

/** The result of offering ten times the capacity. Times in milliseconds, ascending. */
export type Overload = {
  readonly capacityPerSecond: number
  readonly offeredPerSecond: number
  readonly acceptedPerSecond: number
  readonly acceptedMs: readonly number[]
  readonly refusedMs: readonly number[]
  /** The most commands waiting for an answer at once, those not rejected immediately. */
  readonly unansweredMax: number
  readonly heapMiBMax: number
  /** Outcomes other than acceptance and rejection for overload. */
  readonly strange: number
  /** A lone command after the load. */
  readonly recoveredMs: number
}

/** Offers deposits by the clock for `seconds`, whatever the answers are. */
export async function overload(
  url: string,
  seconds: number,
  limits: { readonly queueMax: number; readonly deadlineMs: number },
): Promise<Overload> {
  const unlimited = openBank(url)
  const accounts = await unlimited.openAccounts(ACCOUNTS)
  await unlimited.close()
  const bank = openBank(url, limits)
  let turn = 0
  const next = () => accounts[(turn++ * 7919) % ACCOUNTS] ?? ''
  const { perSecond } = await runLoad(CALLERS, 1, () => bank.deposit(next()))

  const acceptedMs: number[] = []
  const refusedMs: number[] = []
  let [unanswered, unansweredMax, heapMiBMax, strange, offered] = [0, 0, 0, 0, 0]
  const offer = async () => {
    const begunMs = performance.now()
    offered++
    unanswered++
    const answer = await bank.execute(depositTo(next()))
    unanswered--
    const times = { accepted: acceptedMs, unavailable: refusedMs }[String(answer.outcome)]
    if (times) times.push(performance.now() - begunMs)
    else strange++
  }
  const begunMs = performance.now()
  // At first more than the queue holds, so that some are refused however fast the machine is.
  for (let owed = 2 * limits.queueMax, lastMs = begunMs; lastMs < begunMs + seconds * 1000; ) {
    await sleep(TICK_MS)
    unansweredMax = Math.max(unansweredMax, unanswered)
    const nowMs = performance.now()
    owed += (TIMES * perSecond * (nowMs - lastMs)) / 1000
    lastMs = nowMs
    for (; owed >= 1; owed--) void offer()
    heapMiBMax = Math.max(heapMiBMax, process.memoryUsage().heapUsed / 2 ** 20)
  }
  const passed = (performance.now() - begunMs) / 1000
  const acceptedPerSecond = acceptedMs.length / passed
  while (unanswered > 0) await sleep(TICK_MS)
  const afterMs = performance.now()
  // A batch that takes longer than the deadline of all that wait keeps their places until it ends.
  while ((await bank.execute(depositTo(next()))).outcome !== 'accepted') await sleep(TICK_MS)
  const recoveredMs = performance.now() - afterMs
  await bank.close()
  const ascending = (times: number[]) => times.sort((a, b) => a - b)
  return {
    capacityPerSecond: perSecond,
    offeredPerSecond: offered / passed,
    acceptedPerSecond,
    acceptedMs: ascending(acceptedMs),
    refusedMs: ascending(refusedMs),
    unansweredMax,
    heapMiBMax,
    strange,
    recoveredMs,
  }
}

const SECONDS = 60
const LIMITS = { queueMax: 20_000, deadlineMs: 10_000 }

/** A minute of ten times the capacity. */
export async function measureOverload(server: BenchServer, _: Effort): Promise<Figure[]> {
  const database = await server.database()
  const came = await overload(database.url, SECONDS, LIMITS)
  await database.drop()
  return [
    { name: 'overload.offered', value: came.offeredPerSecond, unit: 'a second' },
    {
      name: 'overload.accepted',
      value: came.acceptedPerSecond,
      unit: 'a second',
      ratio: came.acceptedPerSecond / came.capacityPerSecond,
      against: 'what it can do',
    },
    {
      name: 'overload.accepted.max',
      value: came.acceptedMs.at(-1) ?? Number.NaN,
      unit: 'ms',
      bar: { atMost: LIMITS.deadlineMs },
    },
    { name: 'overload.refused.p99', value: quantile(came.refusedMs, 0.99), unit: 'ms' },
    { name: 'overload.heap.max', value: came.heapMiBMax, unit: 'MiB' },
    { name: 'overload.recovery', value: came.recoveredMs, unit: 'ms' },
  ]
}
