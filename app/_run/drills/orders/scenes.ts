import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { backUp } from '@/db/backup/backup'
import { restoreBackup } from '@/db/backup/restore'
import { currentEpoch } from '@/db/epoch'
import { paymentOrders } from '@/db/projections/payment-orders'
import type { Crew } from './crew'
import { follow } from './follow'
import { openStage, type Stage, withSql } from './stage'

/** The commands of a payment that is made one after the other. */
const STEPS = ['BeginPayment', 'Transfer', 'RecordPayment']

/** Every moment at which the process that pays may be killed: around each command, and within it. */
export const KILL_POINTS = ['MakePayment', ...STEPS, 'RecordPaymentFailure'].flatMap(command =>
  ['before', 'during', 'after'].map(moment => `${command} ${moment}`),
)

const DAY_S = 86_400
/** Longer than the shifted clock takes to notice its file. */
const ROUND_MS = 400

/** What a scene needs: payers, new databases, and how much to do. */
export type Place = {
  readonly crew: Crew
  readonly folder: string
  /** A new, migrated database, as its owner logs in. */
  newDatabase(): Promise<string>
  readonly kills: number
  readonly rounds: number
  /** `id`: transfers whose ids don’t follow from the order; `due`: a payment is lost from the list. */
  readonly plant: string | null
}

/** The result of a scene: what was done, and the faults. */
export type Verdict = { readonly sentence: string; readonly faults: readonly string[] }

/** The payer is killed at one point, again and again; each successor begins with what was left. */
export async function killAt(place: Place, point: string): Promise<Verdict> {
  const { crew, kills, plant } = place
  const isStepwise = STEPS.some(step => point.startsWith(`${step} `))
  return onStage(place, async stage => {
    const missed: string[] = []
    for (let n = 0; n < kills; n++) {
      await stage.orderToday(2)
      if (point.startsWith('RecordPaymentFailure')) await stage.orderInVain()
      const { isKilled } = await crew.start(stage.url, { kill: point, plant, isStepwise }).ended
      if (!isKilled) missed.push(`The payer was not killed: ${point}`)
    }
    if (plant === 'due') await loseDue(stage)
    await crew.payAll(stage.url)
    return told(stage, `killed ${kills} times: ${point}`, missed)
  })
}

/**
 * Two payers at once, one of which pays as the release before does; one is killed at any moment, and
 * another one takes its place.
 */
export async function twoAtOnce(place: Place): Promise<Verdict> {
  const { crew, rounds } = place
  return onStage(place, async stage => {
    let killed = 0
    for (let n = 0; n < rounds; n++) {
      await stage.orderToday(20)
      const isStepwise = n % 2 === 0
      const one = crew.start(stage.url, { isStepwise })
      const other = crew.start(stage.url, { isStepwise: !isStepwise })
      await pause(Math.random() * ROUND_MS)
      one.kill()
      if ((await one.ended).isKilled) killed++
      const third = crew.start(stage.url)
      await Promise.all([other.ended, third.ended])
    }
    await crew.payAll(stage.url)
    return told(stage, `two payers at once, ${rounds} rounds, one of them killed ${killed} times`)
  })
}

/** Nobody pays for two days; then the clock is three days ahead, goes back, and comes there again. */
export async function clockJumps(place: Place): Promise<Verdict> {
  const { crew, folder } = place
  const clockFile = join(folder, 'clock')
  const payOn = async (url: string, days: number) => {
    writeFileSync(clockFile, String(days * DAY_S))
    await crew.payAll(url, { clockFile })
  }
  return onStage(place, async stage => {
    for (let n = 0; n < 5; n++) {
      await stage.orderDaily(3, [0, 1])
      await stage.orderDaily(5, [0, 1, 4])
    }
    await payOn(stage.url, 2)
    for (const days of [3, 0, 3, 1, 5, 0]) await payOn(stage.url, days)
    return told(stage, 'two days without a payer, then the clock +3 days, back, and on to +5')
  })
}

/** A backup, then payments; the bank restored from it pays the same dates once, in its own epoch. */
export async function restoreEarlier(place: Place): Promise<Verdict> {
  const { crew, folder, newDatabase } = place
  return onStage(place, async stage => {
    await stage.orderToday(20)
    const backups = join(folder, 'backups')
    const made = await backUp({ url: stage.url, folder: backups, keepDays: null })
    if (made.outcome !== 'done') throw new Error('Another process makes a backup')
    await crew.payAll(stage.url)
    const first = await told(stage, 'paid after a backup')
    const url = await newDatabase()
    const { epoch } = await restoreBackup({ url, folder: backups, until: null })
    await crew.payAll(url)
    const again = await withSql(url, stage.judge)
    const { id: old } = await withSql(stage.url, currentEpoch)
    const same = epoch === old ? ['The restored bank is in the epoch of the old one'] : []
    const sentence = `${first.sentence}; restored to before, in a new epoch: ${again.payments} paid once more there`
    return { sentence, faults: [...first.faults, ...again.faults, ...same] }
  })
}

async function onStage(place: Place, play: (stage: Stage) => Promise<Verdict>): Promise<Verdict> {
  const stage = await openStage(await place.newDatabase(), place.crew)
  return play(stage).finally(stage.close)
}

async function told(stage: Stage, what: string, missed: string[] = []): Promise<Verdict> {
  const { faults, orders, payments, late } = await stage.judge()
  const sentence = `${what}; ${orders} orders, ${payments} payments, each once, ${late} marked late`
  return { sentence, faults: [...missed, ...faults] }
}

/** A fault to be found: the list of what is due forgets an order. */
async function loseDue(stage: Stage): Promise<void> {
  await stage.crew.payAll(stage.url)
  await stage.orderToday(1)
  await follow(stage.sql, [paymentOrders])
  await stage.sql`update payment_orders set due_at = null where due_at is not null`
}
